package host

import "strings"

// by returns a with what would change it: a command, and where or when that is done.
func (a answer) by(remedy, note string) answer {
	a.remedy, a.note = remedy, note
	return a
}

// byRoot returns a with a command that only root can execute, and only outside of a container.
func (f *Facts) byRoot(a answer, command string) answer {
	return a.by(f.sudo()+command, f.outside())
}

// byWriting is byRoot for a value that is written to files.
func (f *Facts) byWriting(a answer, value, file string) answer {
	return a.by("echo "+value+" | "+f.sudo()+"tee "+file, f.outside())
}

func (f *Facts) sudo() string {
	if f.UID == 0 {
		return ""
	}
	return "sudo "
}

func (f *Facts) outside() string {
	if f.Host.Container == "" {
		return ""
	}
	return "on the host of the container"
}

// byCapabilities returns a with how this process gets capabilities, named as in CAP_NAME. Those of a container
// are root's: another user has them by an executable that has them, too.
func (f *Facts) byCapabilities(a answer, names ...string) answer {
	setcap := "setcap cap_" + strings.ToLower(strings.Join(names, ",cap_")) + "+ep"
	switch {
	case f.Host.Container != "" && f.UID == 0:
		return f.byContainer(a, "", names...)
	case f.Host.Container != "":
		return f.byContainer(a, ", with "+setcap+" on its cupel", names...)
	case f.UID == 0:
		return a.by("", "whoever starts this process has to leave it CAP_"+strings.Join(names, " and CAP_"))
	}
	return a.by("sudo "+setcap+` "$(command -v cupel)"`, "")
}

// byContainer returns a with how a container gets capabilities. What its filter allows goes by them, whoever
// runs in it.
func (f *Facts) byContainer(a answer, with string, names ...string) answer {
	if f.Host.Container == inKubernetes {
		return a.by("", "securityContext: {capabilities: {add: ["+strings.Join(names, ", ")+"]}} of the container in the pod"+with)
	}
	return a.by(f.Host.Container+" run --cap-add="+strings.Join(names, " --cap-add=")+" ...", "a new container"+with)
}

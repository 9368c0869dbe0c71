package deps

import (
	"github.com/cupelgo/cupel/internal/gomod"
	"github.com/cupelgo/cupel/internal/gosource"
)

// enter notes a package and has its files read.
func (l *loader) enter(path string, at gomod.Place, root bool) int32 {
	if id, ok := l.byPath[path]; ok {
		return id
	}
	p := l.note(path)
	p.root = root
	l.put(p, at)
	return p.id
}

// note gives a package its number.
func (l *loader) note(path string) *loading {
	p := &loading{id: int32(len(l.pkgs)), path: path, module: -1}
	l.pkgs = append(l.pkgs, p)
	l.byPath[path] = p.id
	return p
}

// put has the files of a package read, of which is known where it lies.
func (l *loader) put(p *loading, at gomod.Place) {
	p.dir, p.module = at.Dir, int32(at.Module)
	p.names = l.names(p, l.look(p.dir))
	if l.recall(p) {
		l.known = append(l.known, p)
	} else {
		l.queue = append(l.queue, p)
	}
}

// look returns what is in the folder of a package.
func (l *loader) look(dir string) *gosource.Folder {
	folder := l.folders.Read(dir)
	if folder.Err != nil {
		l.find("unreadable", dir, 0, folder.Err.Error())
	}
	return folder
}

// names are the files of a package that matter: tests only of packages that were named, and those that their names keep from
// the one platform that is asked for not at all.
func (l *loader) names(p *loading, folder *gosource.Folder) []string {
	names := make([]string, 0, len(folder.Go))
	for _, name := range folder.Go {
		if isTest(name) && !p.root || !l.opt.All && !l.context.AllowsName(name) {
			continue
		}
		names = append(names, name)
	}
	return names
}

// reachWord returns the package that an import in p means. A word that means itself is looked up once.
func (l *loader) reachWord(p *loading, w *word) int32 {
	path := l.places.Map(p.path, p.module == 0, w.text)
	if path != w.text {
		return l.reach(path)
	}
	if w.by != l {
		w.by, w.id = l, l.reach(path)
	}
	return w.id
}

// reach returns the package of an import path. If it is not known yet it is read where it most likely lies.
func (l *loader) reach(path string) int32 {
	if id, ok := l.byPath[path]; ok {
		return id
	}
	to := l.note(path)
	if dir := l.places.Guess(path); dir != "" && !l.folders.Known(dir) {
		to.dir, to.guess = dir, true
		l.queue = append(l.queue, to)
	} else {
		at, err := l.places.Find(path)
		l.place(to, at, err)
	}
	return to.id
}

// place has a package read where it was found, if it was.
func (l *loader) place(p *loading, at gomod.Place, err error) {
	if err != nil {
		p.dir, p.reason = "", err.Error()
		return
	}
	l.put(p, at)
}

// settle takes what was read of a package, unless its place was a guess and the wrong one.
func (l *loader) settle(p *loading) {
	if !p.guess {
		l.take(p)
		return
	}
	if p.guess = false; !l.folders.Known(p.dir) {
		l.folders.Note(p.dir, p.folder)
	}
	at, err := l.places.Find(p.path)
	if err != nil || at.Dir != p.dir {
		p.files = nil
		l.place(p, at, err)
		return
	}
	l.look(p.dir)
	p.module, p.folder = int32(at.Module), nil
	l.take(p)
}

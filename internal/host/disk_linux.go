package host

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// inspect names the kind of file system that holds dir, "" if it cannot be told, and whether it lets nothing
// be executed. A kind that is not in the table is given as the number that statfs(2) lists.
func inspect(dir string) (kind string, noExec bool) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return "", false
	}
	magic := uint32(st.Type) // the field's size and sign differ between architectures
	if kind = fileSystem(magic); kind == "" {
		kind = fmt.Sprintf("%#x", magic)
	}
	return kind, st.Flags&unix.ST_NOEXEC != 0
}

// fileSystem names the magic numbers of statfs(2) on which Go programs are usually built and run.
func fileSystem(kind uint32) string {
	switch kind {
	case 0xef53:
		return "ext4" // ext2 and ext3 have the same number
	case 0x58465342:
		return "xfs"
	case 0x9123683e:
		return "btrfs"
	case 0x2fc12fc1:
		return "zfs"
	case 0xf2f52010:
		return "f2fs"
	case 0xca451a4e:
		return "bcachefs"
	case 0x794c7630:
		return "overlay"
	case 0x01021994, 0x858458f6:
		return "tmpfs"
	case 0x6969:
		return "nfs"
	case 0xff534d42, 0xfe534d42:
		return "smb"
	case 0x01021997:
		return "9p"
	case 0x65735546:
		return "fuse" // virtiofs has the same number
	case 0x00c36400:
		return "ceph"
	case 0x73717368:
		return "squashfs"
	}
	return ""
}

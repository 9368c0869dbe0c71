package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// freeMemory is the least of what the machine can give without swapping and what the control
// group at the root, a container's, may still take.
func freeMemory() (int64, error) {
	free, err := memAvailable()
	if err != nil {
		return 0, err
	}
	for _, g := range [][2]string{
		{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"},
		{"/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"},
	} {
		limit, err := number(g[0])
		if err != nil {
			continue // no such group, or one without a limit ("max")
		}
		used, err := number(g[1])
		if err != nil {
			return 0, err
		}
		if left := limit - used; left < free {
			free = left
		}
	}
	return free, nil
}

func memAvailable() (int64, error) {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(text), "\n") {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "MemAvailable:" {
			kib, err := strconv.ParseInt(f[1], 10, 64)
			return kib << 10, err
		}
	}
	return 0, fmt.Errorf("no MemAvailable in /proc/meminfo")
}

func number(file string) (int64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
}

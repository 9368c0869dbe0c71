package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"example.com/life/a"
)

var mode = func() string {
	if len(os.Args) > 1 {
		return os.Args[1]
	}
	return ""
}()

func init() {
	switch mode {
	case "panic-in-init":
		panic("planted")
	case "block-in-init":
		select {}
	case "exit-in-init":
		os.Exit(4)
	}
}

var (
	block []byte
	small *[32]byte
)

func main() {
	switch mode {
	case "exit":
		os.Exit(3)
	case "exit-elsewhere":
		go os.Exit(3)
		select {}
	case "panic":
		panic("planted")
	case "panic-elsewhere":
		go panic("planted")
		select {}
	case "goroot":
		fmt.Print(runtime.GOROOT())
	case "sleep":
		time.Sleep(time.Hour)
	case "deadlock":
		select {}
	case "child":
		cmd := exec.Command(os.Args[0], "version")
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	case "burn":
		for start := time.Now(); time.Since(start) < 100*time.Millisecond; {
			a.Sum++
		}
	case "allocate":
		for range 1000 {
			block = make([]byte, 10000)
			small = new([32]byte)
		}
	case "version":
		for fd := 97; fd <= 99; fd++ {
			if err := syscall.Fstat(fd, new(syscall.Stat_t)); err == nil {
				fmt.Print("inherited ", fd, ", ")
			}
		}
		fmt.Print(runtime.Version())
	}
}

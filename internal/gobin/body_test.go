package gobin

import (
	"runtime"
	"testing"
)

// TestBody wants every place at which functions begin their work to be the one instruction that makes a
// frame, after whatever checks the stack.
func TestBody(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("bodies are known on amd64")
	}
	f := self(t)
	all, found, checked := 0, 0, 0
	for fn := range f.Funcs() {
		all++
		body, ok := f.Body(fn)
		if !ok {
			continue
		}
		found++
		if body < fn.Entry || body >= fn.End {
			t.Fatalf("%s from %#x to %#x: body %#x", fn.Name, fn.Entry, fn.End, body)
		}
		if body > fn.Entry {
			checked++
		}
		if at, jump, ok := f.Emulated(fn); ok && (jump || at != body) {
			t.Fatalf("%s: %#x, a jump: %t, in place of the push at %#x", fn.Name, at, jump, body)
		}
		off, _ := f.Offset(body)
		code := make([]byte, 4)
		if !f.tab.img.read(code, off) || !beginsFrame(code) {
			t.Fatalf("%s: % x at its body", fn.Name, code)
		}
	}
	if found < all*7/10 || checked < found*7/10 {
		t.Errorf("%d functions, %d with a body, %d of them after a check of the stack: too few", all, found, checked)
	}
}

func TestSkipCheck(t *testing.T) {
	for _, tt := range []struct {
		name string
		code []byte
		want int
	}{
		{"near", []byte{0x49, 0x3b, 0x66, 0x10, 0x76, 0x20, 0x55}, 6},
		{"far", []byte{0x49, 0x3b, 0x66, 0x10, 0x0f, 0x86, 1, 2, 0, 0, 0x55}, 10},
		{"frame of 128 bytes and more", []byte{0x4c, 0x8d, 0x64, 0x24, 0xf0, 0x4d, 0x3b, 0x66, 0x10, 0x0f, 0x86, 1, 2, 0, 0, 0x55}, 15},
		{"large frame", []byte{0x4c, 0x8d, 0xa4, 0x24, 0xd0, 0xfe, 0xff, 0xff, 0x4d, 0x3b, 0x66, 0x10, 0x0f, 0x86, 1, 2, 0, 0, 0x55}, 18},
		{"on the system's stack", []byte{0x4c, 0x8d, 0x64, 0x24, 0xe8, 0x4d, 0x3b, 0x66, 0x18, 0x0f, 0x86, 0x1e, 4, 0, 0, 0x55}, 15},
		{"of another field", []byte{0x49, 0x3b, 0x66, 0x20, 0x76, 0x20, 0x55}, 0},
		{"no check", []byte{0x55, 0x48, 0x89, 0xe5}, 0},
		{"another register compared", []byte{0x4c, 0x8d, 0x64, 0x24, 0xf0, 0x49, 0x3b, 0x66, 0x10, 0x76, 1}, 0},
		{"cut", []byte{0x49, 0x3b, 0x66, 0x10}, 0},
		{"cut jump", []byte{0x49, 0x3b, 0x66, 0x10, 0x0f}, 0},
		{"nothing", nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			branch, length := skipCheck(tt.code)
			if got := branch + length; got != tt.want {
				t.Errorf("skipCheck(% x) = %d, want %d", tt.code, got, tt.want)
			}
		})
	}
}

// TestEmulated asks for the place of a uprobe in prologues as Go versions make them.
func TestEmulated(t *testing.T) {
	check := []byte{0x49, 0x3b, 0x66, 0x10, 0x76, 0x20} // cmp 16(%r14), %rsp; jbe
	for _, tt := range []struct {
		name     string
		code     []byte
		want     uint64
		jump, ok bool
	}{
		{"push after a check", append(check[:6:6], 0x55), 6, false, true},
		{"sub after a check", append(check[:6:6], 0x48, 0x83, 0xec, 0x18), 4, true, true},
		{"sub after a far check", []byte{0x49, 0x3b, 0x66, 0x10, 0x0f, 0x86, 1, 2, 0, 0, 0x48, 0x83, 0xec, 0x18}, 4, true, true},
		{"push", []byte{0x55, 0x48, 0x89, 0xe5}, 0, false, true},
		{"sub", []byte{0x48, 0x83, 0xec, 0x18}, 0, false, false},
		{"nothing", nil, 0, false, false},
	} {
		if at, jump, ok := emulated(tt.code); at != tt.want || jump != tt.jump || ok != tt.ok {
			t.Errorf("%s: at %d, a jump: %t, %t", tt.name, at, jump, ok)
		}
	}
}

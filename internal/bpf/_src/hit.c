/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* One program for all points of a Go program: it notes that a thread comes by one, and reads there what the
 * point's cookie asks for. See ../point.go for what that may be. */

#include "kernel.h"

enum { MOST_FRAMES = 128, SOME_FRAMES = 24, OFFSET_M = 48, OFFSET_PC = 64 };

/* Which goroutine is meant. */
enum { NOBODY, FIRST, SECOND, CURRENT, RUNNING };

/* Whose stack is read. */
enum { NO_STACK, HERE, LEFT_BY_ABOUT, LEFT_BY_OTHER };

/* A cookie, from the lowest bit on. */
#define INDEX(c) ((u32)(c))
#define ABOUT(c) ((c) >> 32 & 15)
#define OTHER(c) ((c) >> 36 & 15)
#define STACK(c) ((c) >> 40 & 15)
#define BIRTH(c) ((c) >> 44 & 1)
#define JUMP(c) ((c) >> 45 & 1)

/* Bits of the flags with which a jump if below or equal is taken. */
enum { BELOW_OR_EQUAL = 1 << 0 | 1 << 6 };

/* Where a runtime keeps what is read of it, in bytes. */
struct layout {
	u32 curg, goid, frame, parent, statement, entry;
	u32 number; /* of what is watched, as told in hits */
};

struct hit {
	u64 time;  /* ns of CLOCK_MONOTONIC */
	u64 spent; /* ns in this program */
	u32 number, tid;
	u32 index;
	u32 depth; /* of the stack */
	u64 about, other; /* goroutines */
	u64 parent, statement, entry; /* of about, if it was asked for its birth */
	u64 ax, cx, di;
	u64 stack[MOST_FRAMES]; /* return addresses, innermost first */
};

/* The same with fewer frames. */
enum { HEAD = __builtin_offsetof(struct hit, stack), SHORT = HEAD + 8 * SOME_FRAMES };

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, u32);
	__type(value, struct layout);
	__uint(max_entries, 1024);
} layouts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF); /* its size is set when it is loaded */
	__uint(max_entries, 4096);
} hits SEC(".maps");

u64 lost;       /* hits for which there was no room */
u64 first_lost; /* when that was first so, ns of CLOCK_MONOTONIC */

/* The PID namespace whose numbers are meant, by its file; none: those of the whole machine. */
const volatile u64 namespace_device, namespace_inode;

/* Numbers the thread and its process as they are numbered there. */
static int numbers(struct bpf_pidns_info *ids)
{
	u64 both;

	if (namespace_inode)
		return bpf_get_ns_current_pid_tgid(namespace_device, namespace_inode, ids, sizeof(*ids));
	both = bpf_get_current_pid_tgid();
	ids->pid = both;
	ids->tgid = both >> 32;
	return 0;
}

static u64 word(u64 addr)
{
	u64 w = 0;
	bpf_probe_read_user(&w, sizeof(w), (void *)addr);
	return w;
}

/* The runtime.g that is meant. */
static u64 goroutine(struct pt_regs *regs, struct layout *l, u64 which)
{
	switch (which) {
	case FIRST:
		return regs->ax;
	case SECOND:
		return regs->bx;
	case CURRENT:
		return regs->r14;
	case RUNNING:
		return word(word(regs->r14 + OFFSET_M) + l->curg);
	}
	return 0;
}

struct frame {
	u64 next, pc;
};

/* Reads return addresses along the chain of frame pointers, which leads upwards. */
static __attribute__((always_inline)) u32 walk(u64 *stack, u32 most, u64 first, u64 fp)
{
	u32 n = 0;

	if (first)
		stack[n++] = first;
	for (; n < most && fp; n++) {
		struct frame f;

		if (bpf_probe_read_user(&f, sizeof(f), (void *)fp) || !f.pc)
			break;
		stack[n] = f.pc;
		if (f.next <= fp) {
			n++;
			break;
		}
		fp = f.next;
	}
	return n;
}

static void lose(u64 now)
{
	__sync_fetch_and_add(&lost, 1);
	__sync_val_compare_and_swap(&first_lost, 0, now);
}

/* What is read at a point. */
struct point {
	u64 time, cookie;
	u64 about, other; /* addresses of runtime.g */
	u64 first, fp;    /* where the stack begins */
	struct layout *layout;
	u32 tid;
};

static void where(struct pt_regs *regs, struct point *p)
{
	switch (STACK(p->cookie)) {
	case HERE:
		p->first = word(regs->sp);
		p->fp = regs->bp;
		break;
	case LEFT_BY_ABOUT:
		p->first = word(p->about + OFFSET_PC);
		p->fp = word(p->about + p->layout->frame);
		break;
	case LEFT_BY_OTHER:
		p->fp = p->other ? word(p->other + p->layout->frame) : 0;
		break;
	}
}

static __attribute__((always_inline)) void fill(struct hit *h, struct pt_regs *regs, struct point *p, u32 depth)
{
	struct layout *l = p->layout;

	h->time = p->time;
	h->number = l->number;
	h->tid = p->tid;
	h->index = INDEX(p->cookie);
	h->depth = depth;
	h->about = p->about ? word(p->about + l->goid) : 0;
	h->other = p->other ? word(p->other + l->goid) : 0;
	h->parent = h->statement = h->entry = 0;
	if (BIRTH(p->cookie)) {
		if (l->parent)
			h->parent = word(p->about + l->parent);
		h->statement = word(p->about + l->statement);
		h->entry = word(p->about + l->entry);
	}
	h->ax = regs->ax;
	h->cx = regs->cx;
	h->di = regs->di;
	h->spent = bpf_ktime_get_ns() - p->time;
	bpf_ringbuf_submit(h, BPF_RB_NO_WAKEUP);
}

SEC("uprobe.multi")
int hit(struct pt_regs *regs)
{
	struct point p = {.time = bpf_ktime_get_ns()};
	struct bpf_pidns_info ids = {};
	u32 depth;
	u64 few[SOME_FRAMES] = {};
	struct hit *h;

	if (numbers(&ids)) /* of a namespace further in */
		return 0;
	p.tid = ids.pid;
	p.layout = bpf_map_lookup_elem(&layouts, &ids.tgid);
	if (!p.layout)
		return 0;
	p.cookie = bpf_get_attach_cookie(regs);
	if (JUMP(p.cookie) && regs->flags & BELOW_OR_EQUAL)
		return 0;
	p.about = goroutine(regs, p.layout, ABOUT(p.cookie));
	p.other = goroutine(regs, p.layout, OTHER(p.cookie));
	where(regs, &p);
	depth = walk(few, SOME_FRAMES, p.first, p.fp);
	if (depth < SOME_FRAMES) {
		h = bpf_ringbuf_reserve(&hits, SHORT, 0);
		if (!h)
			goto full;
		for (u32 i = 0; i < SOME_FRAMES; i++)
			h->stack[i] = i < depth ? few[i] : 0;
		fill(h, regs, &p, depth);
		return 0;
	}
	h = bpf_ringbuf_reserve(&hits, sizeof(*h), 0);
	if (!h)
		goto full;
	depth = walk(h->stack, MOST_FRAMES, p.first, p.fp);
	fill(h, regs, &p, depth);
	return 0;
full:
	lose(p.time);
	return 0;
}

char terms[] SEC("license") = "Dual MIT/GPL";

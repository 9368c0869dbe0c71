// Makes batches of small objects, under one of three policies, and tells what an object costs.
//
//     alloc box|slab|arena OBJECTS BATCHES

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// 48 bytes, as in the other languages.
struct Item {
    a: i64,
    b: i64,
    c: i64,
    d: i64,
    e: i64,
    f: i64,
}

impl Item {
    fn new(i: i64, batch: i64) -> Item {
        Item { a: i, b: batch, c: i + batch, d: 2 * i, e: 2 * batch, f: i ^ batch }
    }

    fn sum(&self) -> i64 {
        self.a + self.b + self.c + self.d + self.e + self.f
    }
}

/// Holds one batch. Filling it anew lets go of the batch before.
trait Store {
    fn fill(&mut self, batch: i64);
    fn at(&self, i: usize) -> &Item;
}

/// Every object is an allocation of its own, freed when the next batch begins.
struct Boxes(Vec<Box<Item>>);

impl Store for Boxes {
    fn fill(&mut self, batch: i64) {
        self.0.clear();
        for i in 0..self.0.capacity() {
            self.0.push(Box::new(Item::new(i as i64, batch)));
        }
    }

    fn at(&self, i: usize) -> &Item {
        &self.0[i]
    }
}

/// A batch is one allocation, freed as a whole.
struct Slab(Arena);

impl Store for Slab {
    fn fill(&mut self, batch: i64) {
        self.0 = Arena(Vec::with_capacity(self.0 .0.capacity()));
        self.0.fill(batch);
    }

    fn at(&self, i: usize) -> &Item {
        self.0.at(i)
    }
}

/// All batches use the same memory. Nothing is freed.
struct Arena(Vec<Item>);

impl Store for Arena {
    fn fill(&mut self, batch: i64) {
        self.0.clear();
        for i in 0..self.0.capacity() {
            self.0.push(Item::new(i as i64, batch));
        }
    }

    fn at(&self, i: usize) -> &Item {
        &self.0[i]
    }
}

const WARM_UP: i32 = 2; // windows that are not timed
const WINDOWS: i32 = 10;

fn main() {
    let args: Vec<String> = env::args().collect();
    let objects: usize = args[2].parse().expect("OBJECTS");
    let batches: i32 = args[3].parse().expect("BATCHES");
    let mut store: Box<dyn Store> = match args[1].as_str() {
        "box" => Box::new(Boxes(Vec::with_capacity(objects))),
        "slab" => Box::new(Slab(Arena(Vec::with_capacity(objects)))),
        "arena" => Box::new(Arena(Vec::with_capacity(objects))),
        other => panic!("no policy {other:?}"),
    };

    let (mut checksum, mut batch) = (0i64, 0i64);
    let (mut least, mut cpu) = (Duration::MAX, Duration::ZERO);
    let per_window = batches / WINDOWS;
    for w in -WARM_UP..WINDOWS {
        let (cpu_start, start) = (cpu_time(), Instant::now());
        for _ in 0..per_window {
            store.fill(black_box(batch));
            checksum += store.at(batch as usize % objects).f;
            batch += 1;
        }
        let wall = start.elapsed();
        let used = cpu_time() - cpu_start;
        for i in 0..objects {
            checksum += store.at(i).sum(); // the last batch is whole; this is not timed
        }
        if w >= 0 {
            cpu += used;
            least = least.min(wall);
        }
    }

    let made = per_window as f64 * objects as f64;
    println!("checksum {checksum}");
    println!(
        "BenchmarkAlloc 1 {:e} /alloc/object:seconds {:e} /alloc/object_cpu:seconds",
        least.as_secs_f64() / made,
        cpu.as_secs_f64() / made / WINDOWS as f64
    );
}

/// struct rusage of Unix: two times, then fourteen counts.
#[repr(C)]
#[derive(Default)]
struct Rusage {
    user: Timeval,
    system: Timeval,
    counts: [i64; 14],
}

#[repr(C)]
#[derive(Default)]
struct Timeval {
    seconds: i64,
    microseconds: i32, // the upper half is padding, or zero
    _upper: i32,
}

extern "C" {
    fn getrusage(who: i32, usage: *mut Rusage) -> i32;
}

/// That of all threads.
fn cpu_time() -> Duration {
    let mut u = Rusage::default();
    assert_eq!(unsafe { getrusage(0, &mut u) }, 0, "getrusage");
    let time = |t: &Timeval| Duration::new(t.seconds as u64, t.microseconds as u32 * 1000);
    time(&u.user) + time(&u.system)
}

'use strict';
// Makes batches of small objects and tells what an object costs.
//
//     node alloc.js OBJECTS BATCHES

// Six fields of a word each, small integers all, so that none needs a box of its own.
class Item {
  constructor(i, batch) {
    this.a = i;
    this.b = batch;
    this.c = i + batch;
    this.d = 2 * i;
    this.e = 2 * batch;
    this.f = i ^ batch;
  }

  sum() {
    return this.a + this.b + this.c + this.d + this.e + this.f;
  }
}

// Filling it anew lets go of the batch before.
function fill(items, batch) {
  for (let i = 0; i < items.length; i++) {
    items[i] = new Item(i, batch);
  }
}

const warmUp = 2; // windows that are not timed
const windows = 10;
const objects = Number(process.argv[2]);
const perWindow = Math.floor(Number(process.argv[3]) / windows);
const items = new Array(objects).fill(null);

// Microseconds of all threads, so that the collector's and the compiler's are in it.
function cpuTime() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

let checksum = 0; // below 2^53, thus exact
let batch = 0;
let least = Infinity;
let cpu = 0;
for (let w = -warmUp; w < windows; w++) {
  const cpuStart = cpuTime();
  const start = process.hrtime.bigint();
  for (let i = 0; i < perWindow; i++) {
    fill(items, batch);
    checksum += items[batch % objects].f;
    batch++;
  }
  const wall = Number(process.hrtime.bigint() - start);
  const used = cpuTime() - cpuStart;
  for (const item of items) { // the last batch is whole; this is not timed
    checksum += item.sum();
  }
  if (w >= 0) {
    cpu += used;
    least = Math.min(least, wall);
  }
}

const made = perWindow * objects;
console.log(`checksum ${checksum}`);
console.log(`BenchmarkAlloc 1 ${least / made / 1e9} /alloc/object:seconds ` +
  `${cpu / made / windows / 1e6} /alloc/object_cpu:seconds`);

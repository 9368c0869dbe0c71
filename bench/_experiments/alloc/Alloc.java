import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Makes batches of small objects and tells what an object costs.
 *
 * <p>java Alloc OBJECTS BATCHES
 */
final class Alloc {
    /** 48 bytes of fields; the virtual machine adds a header. */
    static final class Item {
        final long a, b, c, d, e, f;

        Item(long i, long batch) {
            a = i;
            b = batch;
            c = i + batch;
            d = 2 * i;
            e = 2 * batch;
            f = i ^ batch;
        }

        long sum() {
            return a + b + c + d + e + f;
        }
    }

    static final int WARM_UP = 2; // windows that are not timed
    static final int WINDOWS = 10;

    /** Filling it anew lets go of the batch before. Static, so that no object is optimised away. */
    static Item[] items;

    static void fill(long batch) {
        Item[] into = items;
        for (int i = 0; i < into.length; i++) {
            into[i] = new Item(i, batch);
        }
    }

    public static void main(String[] args) throws IOException {
        int objects = Integer.parseInt(args[0]);
        int perWindow = Integer.parseInt(args[1]) / WINDOWS;
        items = new Item[objects];

        long checksum = 0, batch = 0, least = Long.MAX_VALUE, cpu = 0;
        for (int w = -WARM_UP; w < WINDOWS; w++) {
            long cpuStart = cpuTime(), start = System.nanoTime();
            for (int i = 0; i < perWindow; i++) {
                fill(batch);
                checksum += items[(int) (batch % objects)].f;
                batch++;
            }
            long wall = System.nanoTime() - start;
            long used = cpuTime() - cpuStart;
            for (Item item : items) { // the last batch is whole; this is not timed
                checksum += item.sum();
            }
            if (w >= 0) {
                cpu += used;
                least = Math.min(least, wall);
            }
        }

        double made = (double) perWindow * objects * 1e9;
        System.out.println("checksum " + checksum);
        System.out.println("BenchmarkAlloc 1 " + least / made + " /alloc/object:seconds "
                + cpu / made / WINDOWS + " /alloc/object_cpu:seconds");
    }

    /**
     * Nanoseconds of all threads, so that the collector's and the compiler's are in it. None ends
     * meanwhile, by the options in experiment.yaml. Java's own getProcessCpuTime counts in steps of 10 ms.
     */
    static long cpuTime() throws IOException {
        long sum = 0;
        for (File thread : new File("/proc/self/task").listFiles()) {
            String stat = Files.readString(thread.toPath().resolve("schedstat"));
            sum += Long.parseLong(stat.substring(0, stat.indexOf(' ')));
        }
        return sum;
    }
}

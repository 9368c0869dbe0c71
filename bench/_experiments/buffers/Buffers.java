// The same service as main.go, on the JVM: a buffer made for every request, or kept by the thread that serves.
//
//	java Buffers fresh|pool CONNECTIONS REQUESTS

import java.util.Arrays;

public class Buffers {
    static final int SIZE = 4096;

    // A connection is what a server keeps of each of its clients, here the client itself: it sends bytes that
    // depend on who it is and on how often it was read.
    static final class Connection {
        final int id;
        int reads;

        Connection(int id) { this.id = id; }

        void read(byte[] b) {
            for (int i = 0; i < b.length; i += 64) b[i] = (byte) (id + reads + i);
            reads++;
        }
    }

    static final ThreadLocal<byte[]> POOL = ThreadLocal.withInitial(() -> new byte[SIZE]);

    // What a request allocates whatever its buffer: it goes to others and cannot be used again.
    static byte[] last;

    // From one request to the next when they come by the clock, in nanoseconds.
    static final long INTERVAL = 10_000;

    public static void main(String[] args) {
        boolean pooled = switch (args[0]) {
            case "pool" -> true;
            case "fresh" -> false;
            default -> throw new IllegalArgumentException("no policy " + args[0]);
        };
        int count = Integer.parseInt(args[1]), requests = Integer.parseInt(args[2]);
        Connection[] connections = new Connection[count];
        for (int i = 0; i < count; i++) {
            connections[i] = new Connection(i);
            handle(connections[i], pooled ? POOL.get() : new byte[SIZE]); // as clients do who connect
        }

        int sum = serve(connections, requests, pooled, 0, null); // flat out; the just-in-time compiler warms up with it
        double[] took = new double[requests / 2];
        sum += serve(connections, took.length, pooled, INTERVAL, took);

        Arrays.sort(took);
        System.out.printf("BenchmarkBuffers 1 %.6g /buffers/request_p99:seconds %.6g /buffers/request_max:seconds%n",
            took[(int) (took.length * 99L / 100)], took[took.length - 1]);
        System.out.printf("%d requests, sum %s%n", requests + took.length, Integer.toUnsignedString(sum));
    }

    // Serves a request every interval, in nanoseconds, and notes how long each took from when it was due.
    static int serve(Connection[] connections, int requests, boolean pooled, long interval, double[] took) {
        int sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            long due = start + i * interval;
            while (System.nanoTime() < due) Thread.onSpinWait();
            byte[] buffer = pooled ? POOL.get() : new byte[SIZE];
            sum += handle(connections[(int) (i * 7919L % connections.length)], buffer);
            if (took != null) took[i] = (System.nanoTime() - due) / 1e9;
        }
        return sum;
    }

    static int handle(Connection from, byte[] b) {
        from.read(b);
        last = new byte[512];
        int sum = 0;
        for (int i = 0; i < b.length; i += 64) sum = sum * 31 + (b[i] & 0xff);
        return sum;
    }
}

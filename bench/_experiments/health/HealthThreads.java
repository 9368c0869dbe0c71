import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A health service with a thread per connection, the least of HTTP/1.1 by hand: what the claims
 * mean by Java threads.
 */
public final class HealthThreads {
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            + "Content-Length: 15\r\n\r\n{\"status\":\"ok\"}");
    private static final byte[] NOT_FOUND =
            ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

    public static void main(String[] args) throws IOException {
        var loopback = InetAddress.getByName("127.0.0.1");
        var listener = new ServerSocket(Integer.parseInt(args[0]), 128, loopback);
        while (true) {
            var socket = listener.accept();
            new Thread(() -> serve(socket)).start();
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1);
            var reader = new BufferedReader(in, 4096); // the size of Go's buffer
            var out = socket.getOutputStream();
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                var found = line.startsWith("GET /health ");
                while (line != null && !line.isEmpty()) {
                    line = reader.readLine();
                }
                out.write(found ? OK : NOT_FOUND);
            }
        } catch (IOException e) {
            // The client has gone; its thread goes with it.
        }
    }

    private static byte[] ascii(String s) {
        return s.getBytes(StandardCharsets.US_ASCII);
    }
}

"""A health service on http.server, which takes a thread per connection."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BODY = b'{"status":"ok"}'


class Health(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keep-alive
    wbufsize = -1  # header and body in one write; two would wait for each other's acknowledgement

    def do_GET(self):
        found = self.path == "/health"
        body = BODY if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):  # no arm logs requests
        pass


ThreadingHTTPServer.request_queue_size = 128  # the default is 5
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Health).serve_forever()

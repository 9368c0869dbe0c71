// A health service on node:http, as one would write it.
const http = require('node:http');

const server = http.createServer((req, res) => {
  if (req.url !== '/health') {
    res.writeHead(404).end();
    return;
  }
  const body = '{"status":"ok"}';
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  res.end(body);
});
server.keepAliveTimeout = 0; // else an idle connection is closed after 5 s; others keep theirs
server.listen(Number(process.argv[2]), '127.0.0.1');

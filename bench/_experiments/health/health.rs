// The standard library of Rust has no HTTP server: a thread per connection and the least of
// HTTP/1.1 by hand.
use std::io::{BufRead, BufReader, Result, Write};
use std::net::{TcpListener, TcpStream};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\
    Content-Length: 15\r\n\r\n{\"status\":\"ok\"}";
const NOT_FOUND: &[u8] = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

fn serve(stream: TcpStream) -> Result<()> {
    stream.set_nodelay(true)?; // as Go does
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::with_capacity(4096, stream); // the size of Go's buffer
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let found = line.starts_with("GET /health ");
        while line != "\r\n" {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
        }
        writer.write_all(if found { OK } else { NOT_FOUND })?;
    }
}

fn main() -> Result<()> {
    let port: u16 = std::env::args().nth(1).expect("port").parse().expect("port");
    for stream in TcpListener::bind(("127.0.0.1", port))?.incoming() {
        let stream = stream?;
        // A client that goes away ends its own thread only.
        std::thread::spawn(move || serve(stream));
    }
    Ok(())
}

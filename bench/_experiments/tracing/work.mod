module tracing

go 1.21

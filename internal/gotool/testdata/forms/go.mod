module example.com/forms

go 1.22

require example.com/dep v1.2.3

module kotae

go 1.26

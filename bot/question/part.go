package question

func parts(string) []string   { return nil }
func sources(string) []string { return nil }
func mentions(string) string  { return "" }

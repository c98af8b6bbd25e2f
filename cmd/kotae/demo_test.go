package main

import (
	"path/filepath"
	"testing"
)

func TestProbe(t *testing.T) {
	d := startDemo(t)
	dir := "/tmp/shots"
	v := visit(t, d.address, 1280, 800, "ja", false)
	v.see("greeting", has(".greeting", "VPN"))
	v.picture(filepath.Join(dir, "1.png"))
	v.press(".tries button", "VPN")
	v.see("answer", has(".thread .message", "テザリング"))
	v.picture(filepath.Join(dir, "2.png"))
	v.press("button", "根拠を見る")
	v.see("modal", has("dialog", "根拠"))
	v.picture(filepath.Join(dir, "3.png"))
	t.Log(v.content())
	d.stop(t)
}

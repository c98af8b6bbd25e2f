package japanese
import ("testing";"fmt";"os";"bufio")
func TestZY(t *testing.T){
 f,err:=os.Open(os.Getenv("ZY")); if err!=nil {t.Skip()}
 a:=NewAnalyzer()
 sc:=bufio.NewScanner(f)
 for sc.Scan(){ l:=sc.Text(); if l=="" {continue}
  fmt.Println(l)
  for _,sp:=range Sentences(l) {
  for _,x:=range Assertions(a.Morphemes(sp.Of(l))) { fmt.Printf("   %q stem=%s asp=%d neg=%v ex=%d imp=%v topic=%v\n", x.Of(sp.Of(l)),x.Stem,x.Aspect,x.Negative,x.Exclusive,x.Implied,x.Topic)}}
 }
}

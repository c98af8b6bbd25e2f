package japanese
import ("testing";"fmt";"os";"bufio")
func TestZZ(t *testing.T){
 f,err:=os.Open(os.Getenv("ZZ")); if err!=nil {t.Skip()}
 sc:=bufio.NewScanner(f)
 for sc.Scan(){ l:=sc.Text(); if l=="" {continue}
  q,d:=Figures(l)
  fmt.Println(l)
  for _,x:=range q { fmt.Printf("   Q %q %v%s code=%s b=%d s=%d per=%s ord=%v soft=%v\n", x.Of(l),x.Number,x.Unit,x.Code,x.Bound,x.Side,x.Per,x.Ordinal,x.Soft)}
  for _,x:=range d { fmt.Printf("   D %q %d-%d-%d w%d clock=%v %d:%02d b=%d\n", x.Of(l),x.Year,x.Month,x.Day,x.Weekday,x.Clock,x.Hour,x.Minute,x.Bound)}
 }
}

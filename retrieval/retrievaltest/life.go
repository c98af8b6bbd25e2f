package retrievaltest

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"

	"kotae/retrieval"
)

// lifeCases are about who shares memory with whom, about time, and about others.
var lifeCases = []storeCase{
	{"what the caller does to its slices afterwards changes nothing", func(s *stand) {
		e, ps, vs := entry("a"), passages("a", 3), fan(0, 3)
		s.replace(e, ps, vs)
		for i := range ps {
			ps[i].Text, ps[i].File = "changed", "changed"
			ps[i].Terms[0] = 'x'
			ps[i].Sections[0].Heading = "changed"
			copy(vs[i], toward(170))
		}
		vs[0], ps[1] = nil, retrieval.Passage{}
		s.unharmed()
	}},
	{"Replace changes nothing of the caller's", func(s *stand) {
		ps, vs := passages("a", 2), [][]float32{{3, 4, 0}, {1e20, 0, 0}}
		s.replace(entry("a"), ps, vs)
		s.samePassages(ps, passages("a", 2))
		if !slices.Equal(vs[0], []float32{3, 4, 0}) || !slices.Equal(vs[1], []float32{1e20, 0, 0}) {
			s.Errorf("vectors: %v", vs)
		}
	}},
	{"what the caller does to results changes nothing", func(s *stand) {
		s.put("a", fan(0, 3)...)
		shot := s.snapshot()
		for range 2 {
			hits := s.near(shot, toward(0), 3, nil)
			if len(hits) != 3 || hits[0].Number != 0 {
				s.Fatalf("hits: %v", hits)
			}
			clear(hits)
			es := s.entries()
			clear(es)
		}
		s.unharmed()
	}},
	{"a snapshot does not change with its store", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.put("b", fan(10, 3)...)
		old := s.snapshot()
		hits := s.near(old, toward(4), 6, nil)
		unchanged := func(after string) {
			s.samePassages(old.Passages(), slices.Concat(passages("a", 3), passages("b", 3)))
			if got := s.near(old, toward(4), 6, nil); !slices.Equal(got, hits) {
				s.Errorf("after %s:\n got %v\nwant %v", after, got, hits)
			}
		}
		s.put("a", fan(90, 5)...)
		unchanged("Replace")
		s.put("0", fan(5, 1)...)
		s.snapshot()
		unchanged("a new document and a new snapshot")
		s.remove("0", "a", "b")
		s.snapshot()
		unchanged("Remove")
		s.put("a", []float32{1, 0, 0, 0})
		s.snapshot()
		unchanged("vectors of another length")
	}},
	{"a snapshot sees every write made before it", func(s *stand) {
		var want []string
		for i := range 12 {
			s.put(fmt.Sprintf("%02d", i), toward(float64(i)))
			want = append(want, fmt.Sprintf("%02d#00000", i))
			s.same("passages", s.stored(), want)
		}
		for i := range 12 {
			s.remove(fmt.Sprintf("%02d", i))
			s.same("passages", s.stored(), want[i+1:])
		}
	}},
	{"reopening gives the same results to the last bit", func(s *stand) {
		r := rand.New(rand.NewPCG(5, 6))
		for f := range 8 {
			var vs [][]float32
			for range 9 {
				vs = append(vs, random(r, 33))
			}
			s.put(fmt.Sprint("文書", f), vs...)
		}
		s.remove("文書3")
		s.put("文書5", random(r, 33))
		q := random(r, 33)
		ask := func() []retrieval.Neighbour { return s.near(s.snapshot(), q, 50, nil) }
		hits, entries, all := ask(), s.entries(), s.snapshot().Passages()
		for range 3 {
			s.reopen("試験/1")
			if got := ask(); !slices.Equal(got, hits) {
				s.Fatalf("hits:\n got %v\nwant %v", got, hits)
			}
			s.sameEntries(s.entries(), entries)
			s.samePassages(s.snapshot().Passages(), all)
		}
	}},
	{"vectors of two spaces never meet", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.reopen("試験/2")
		s.same("files", s.files(), nil)
		s.same("passages", s.stored(), nil)
		s.put("b", []float32{1, 0})
		s.reopen("試験/2")
		s.same("files", s.files(), []string{"b"})
		s.reopen("試験/1")
		s.same("files", s.files(), nil)
	}},
	{"passages whose IDs collide in 32 bits of a hash stay apart", func(s *stand) {
		for name, hash := range hashes {
			a, b := collision(hash)
			s.put(a, toward(0))
			s.put(b, toward(90))
			for range 2 {
				s.same(name+", nearest to the first", s.found(toward(0), 1), []string{a + "#00000"})
				s.same(name+", nearest to the second", s.found(toward(90), 1), []string{b + "#00000"})
				s.reopen("試験/1")
			}
			s.remove(a)
			s.reopen("試験/1")
			s.same(name+", after removing the first", s.stored(), []string{b + "#00000"})
			s.remove(b)
		}
	}},
	{"snapshots may be taken and asked while documents are written", func(s *stand) {
		const files, rounds = 4, 12
		write := func(round int) {
			for f := range files {
				file := fmt.Sprint("文書", f)
				ps := passages(file, 1+(round+f)%3)
				for i := range ps {
					ps[i].Text = fmt.Sprint("版", round)
				}
				if err := s.Replace(s.Context(), entry(file), ps, fan(float64(round), len(ps))); err != nil {
					s.Errorf("Replace: %v", err)
				}
			}
		}
		write(0)
		done := make(chan struct{})
		var readers sync.WaitGroup
		for range 3 {
			readers.Go(func() {
				for {
					if err := s.whole(files); err != nil {
						s.Errorf("while writing: %v", err)
						return
					}
					select {
					case <-done:
						return
					default:
					}
				}
			})
		}
		for round := 1; round <= rounds; round++ {
			write(round)
		}
		close(done)
		readers.Wait()
	}},
	{"one snapshot may be asked from many goroutines", func(s *stand) {
		s.put("a", fan(0, 90)...)
		shot := s.snapshot()
		want := s.near(shot, toward(0), 20, nil)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 20 {
					got, err := shot.Nearest(s.Context(), toward(0), 20, nil)
					if err != nil || !slices.Equal(got, want) {
						s.Errorf("Nearest: %v, %v", got, err)
						return
					}
				}
			})
		}
		wg.Wait()
	}},
	{"many documents can be removed at once", func(s *stand) {
		var files []string
		for f := range 150 {
			file := fmt.Sprintf("%03d", f)
			files = append(files, file)
			s.put(file, toward(float64(f)))
		}
		s.remove(files[:149]...)
		s.same("files", s.files(), files[149:])
		s.same("nearest", s.found(toward(0), 9), []string{"149#00000"})
	}},
}

// whole takes a snapshot and makes sure that each document is of one version, with
// as many passages as that version has.
func (s *stand) whole(files int) error {
	shot, err := s.Snapshot(s.Context())
	if err != nil {
		return err
	}
	versions, counts := map[string]string{}, map[string]int{}
	for _, p := range shot.Passages() {
		if v, ok := versions[p.File]; ok && v != p.Text {
			return fmt.Errorf("%s holds %s and %s", p.File, v, p.Text)
		}
		versions[p.File] = p.Text
		counts[p.File]++
	}
	if len(versions) != files {
		return fmt.Errorf("%d documents, want %d", len(versions), files)
	}
	for file, version := range versions {
		var f, round int
		fmt.Sscanf(file, "文書%d", &f)
		fmt.Sscanf(version, "版%d", &round)
		if counts[file] != 1+(round+f)%3 {
			return fmt.Errorf("%s has %d passages in %s", file, counts[file], version)
		}
	}
	total := len(shot.Passages())
	hits, err := shot.Nearest(s.Context(), toward(0), total+1, nil)
	if err == nil && len(hits) != total {
		err = fmt.Errorf("%d hits of %d passages", len(hits), total)
	}
	return err
}

// hashes are 32 bits that a store may be tempted to name things by.
var hashes = map[string]func(id string) uint32{
	"SHA-256": func(id string) uint32 { sum := sha256.Sum256([]byte(id)); return binary.BigEndian.Uint32(sum[:]) },
	"FNV-1a":  func(id string) uint32 { h := fnv.New32a(); h.Write([]byte(id)); return h.Sum32() },
	"CRC-32":  func(id string) uint32 { return crc32.ChecksumIEEE([]byte(id)) },
}

// collision returns two files whose first passages have IDs with the same hash.
func collision(hash func(id string) uint32) (a, b string) {
	seen := map[uint32]string{}
	for i := 0; ; i++ {
		file := fmt.Sprintf("規程/第%x号.md", i*2654435761)
		h := hash(file + "#00000")
		if other, ok := seen[h]; ok {
			return other, file
		}
		seen[h] = file
	}
}

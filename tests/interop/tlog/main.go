// Verifies a log by golang.org/x/mod/sumdb, which knows nothing of Countersign: signed notes, tiles, inclusion and consistency.
//
// In: a job as JSON on standard input. Out: how much was verified, as JSON; exit code 1 with the reason where anything does not hold.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type job struct {
	Log      string    // where the log is served
	Keys     string    // verifier keys, one a line
	Receipts []receipt // what must stand in it
	Older    []string  // checkpoints that were given out before
}

type receipt struct {
	JWS   string
	Index int64
	Proof string // what was stapled to the receipt
}

type result struct {
	Size, Records, Stapled, Consistent, Entries, Refused int64
}

func main() {
	var asked job
	must(json.NewDecoder(os.Stdin).Decode(&asked))
	verifiers := known(asked.Keys)
	tree := open(get(asked.Log+"/checkpoint"), verifiers)
	reader := tlog.TileHashReader(tree, tiles{asked.Log})
	done := result{Size: tree.N}
	for _, one := range asked.Receipts {
		leaf := sha256.Sum256([]byte(one.JWS))
		hash := tlog.RecordHash(leaf[:])
		proof, err := tlog.ProveRecord(tree.N, one.Index, reader)
		must(err)
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, one.Index, hash))
		done.Records++
		index, stapled, then := staple(one.Proof, verifiers)
		if index != one.Index {
			fail("the stapled proof is for entry %d and not %d", index, one.Index)
		}
		must(tlog.CheckRecord(stapled, then.N, then.Hash, index, hash))
		done.Stapled++
		hash[0] ^= 1
		if tlog.CheckRecord(stapled, then.N, then.Hash, index, hash) == nil {
			fail("a proof holds for another receipt")
		}
		done.Refused++
	}
	for _, text := range asked.Older {
		old := open([]byte(text), verifiers)
		var proof tlog.TreeProof
		for _, line := range lines(get(fmt.Sprintf("%s/consistency?from=%d&to=%d", asked.Log, old.N, tree.N))) {
			hash, err := tlog.ParseHash(line)
			must(err)
			proof = append(proof, hash)
		}
		must(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash))
		made, err := tlog.ProveTree(tree.N, old.N, reader)
		must(err)
		must(tlog.CheckTree(made, tree.N, tree.Hash, old.N, old.Hash))
		done.Consistent++
	}
	done.Entries = entries(asked, tree)
	must(json.NewEncoder(os.Stdout).Encode(done))
}

// entries reads the bundles of entries, and holds each against the tree.
func entries(asked job, tree tlog.Tree) (count int64) {
	reader := tlog.TileHashReader(tree, tiles{asked.Log})
	for count < tree.N {
		width := tree.N - count
		path := fmt.Sprintf("%s/tile/entries/%s", asked.Log, strings.TrimPrefix(tlog.Tile{H: 8, L: 0, N: count / 256, W: 256}.Path(), "tile/8/0/"))
		if width < 256 {
			path += fmt.Sprintf(".p/%d", width)
		}
		for data := get(path); len(data) > 0; count++ {
			length := int(binary.BigEndian.Uint16(data))
			hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, count)})
			must(err)
			if tlog.RecordHash(data[2:2+length]) != hashes[0] {
				fail("entry %d is not the one in the tree", count)
			}
			data = data[2+length:]
		}
	}
	return count
}

// tiles fetches tiles of 256 hashes, whose addresses leave the height out.
type tiles struct{ log string }

func (tiles) Height() int                     { return 8 }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (from tiles) ReadTiles(wanted []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range wanted {
		data = append(data, get(from.log+"/"+strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
	}
	return data, nil
}

func known(keys string) note.Verifiers {
	var list []note.Verifier
	for _, key := range lines([]byte(keys)) {
		verifier, err := note.NewVerifier(key)
		must(err)
		list = append(list, verifier)
	}
	return note.VerifierList(list...)
}

// open verifies a checkpoint: origin, size and root on three lines, signed under the origin's name.
func open(text []byte, verifiers note.Verifiers) tlog.Tree {
	opened, err := note.Open(text, verifiers)
	must(err)
	parts := strings.Split(opened.Text, "\n")
	if len(parts) < 4 || parts[0] != opened.Sigs[0].Name {
		fail("the checkpoint is malformed: %q", opened.Text)
	}
	size, err := strconv.ParseInt(parts[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(parts[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

// staple reads a C2SP tlog-proof and verifies the checkpoint in it.
func staple(text string, verifiers note.Verifiers) (index int64, proof tlog.RecordProof, tree tlog.Tree) {
	head, checkpoint, found := strings.Cut(text, "\n\n")
	parts := strings.Split(head, "\n")
	if !found || parts[0] != "c2sp.org/tlog-proof@v1" {
		fail("no tlog-proof: %q", text)
	}
	for _, line := range parts[1:] {
		if strings.HasPrefix(line, "index ") {
			var err error
			index, err = strconv.ParseInt(line[len("index "):], 10, 64)
			must(err)
		} else if !strings.HasPrefix(line, "extra ") {
			hash, err := tlog.ParseHash(line)
			must(err)
			proof = append(proof, hash)
		}
	}
	return index, proof, open([]byte(checkpoint), verifiers)
}

func get(url string) []byte {
	answer, err := http.Get(url)
	must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(err)
	if answer.StatusCode != http.StatusOK {
		fail("%s is answered with %d", url, answer.StatusCode)
	}
	return body
}

func lines(text []byte) (all []string) {
	for _, line := range bytes.Split(text, []byte("\n")) {
		if len(line) > 0 {
			all = append(all, string(line))
		}
	}
	return all
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(1)
}

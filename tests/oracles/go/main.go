// Checks what the hub proves with the library of Go's checksum database, which knows nothing of us.
//
// Reads one JSON object from standard input and prints "ok" or what is wrong.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type asked struct {
	Key         string   // verifier key of the checkpoints
	Checkpoint  string   // signed note
	Entry       string   // base64
	Index       int64
	Path        []string // base64, from the leaf up
	Older       string   // signed note; empty: no growth to check
	Consistency []string
	Tiles       string // folder of exported tiles; empty: none
}

func main() {
	if err := check(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ok")
}

func check() error {
	var ask asked
	if err := json.NewDecoder(os.Stdin).Decode(&ask); err != nil {
		return err
	}
	size, root, err := opened(ask.Checkpoint, ask.Key)
	if err != nil {
		return err
	}
	entry, err := base64.StdEncoding.DecodeString(ask.Entry)
	if err != nil {
		return err
	}
	path, err := hashes(ask.Path)
	if err != nil {
		return err
	}
	leaf := tlog.RecordHash(entry)
	if err := tlog.CheckRecord(tlog.RecordProof(path), size, root, ask.Index, leaf); err != nil {
		return err
	}
	if ask.Older != "" {
		older, before, err := opened(ask.Older, ask.Key)
		if err != nil {
			return err
		}
		grown, err := hashes(ask.Consistency)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(tlog.TreeProof(grown), size, root, older, before); err != nil {
			return err
		}
	}
	if ask.Tiles != "" {
		return checkTiles(ask.Tiles, size, root, ask.Index, leaf)
	}
	return nil
}

func opened(text, key string) (int64, tlog.Hash, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	read, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	lines := strings.Split(read.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return 0, tlog.Hash{}, fmt.Errorf("not a checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return size, root, err
}

func hashes(encoded []string) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(encoded))
	for i, one := range encoded {
		hash, err := tlog.ParseHash(one)
		if err != nil {
			return nil, err
		}
		found[i] = hash
	}
	return found, nil
}

// The reader checks every tile it uses against the root before it hands out a hash.
func checkTiles(folder string, size int64, root tlog.Hash, index int64, leaf tlog.Hash) error {
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, &files{folder})
	found, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return err
	}
	if found[0] != leaf {
		return fmt.Errorf("the tile has another hash for entry %d", index)
	}
	return nil
}

type files struct{ folder string }

func (f *files) Height() int { return 8 }

func (f *files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(tiles))
	for i, tile := range tiles {
		// Go spells the height, which C2SP fixes at 8 and leaves out.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(f.folder + "/" + path)
		if err != nil {
			return nil, err
		}
		read[i] = data
	}
	return read, nil
}

func (f *files) SaveTiles([]tlog.Tile, [][]byte) {}

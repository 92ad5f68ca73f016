//! The published vectors, and every tree up to a size against the definition of RFC 6962 written out.

use super::{
    Checkpoint, KeyKind, LogError, Note, NoteKey, Span, StapledProof, TileId, Tiles, Tree, consistency_path, empty_root, inclusion_path,
    leaf_hash, node_hash, verify_consistency, verify_inclusion,
};
use crate::Digest;

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// RFC 6962 section 2.1 word for word.
fn definition(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let middle = leaves.len().next_power_of_two() / 2;
            node_hash(definition(&leaves[..middle]), definition(&leaves[middle..]))
        }
    }
}

/// Every tile of a tree.
fn all_tiles(leaves: &[Digest]) -> Tiles {
    let (mut tree, mut tiles) = (Tree::default(), Tiles::default());
    for &leaf in leaves {
        tree.push(leaf);
    }
    tree.changed().into_iter().for_each(|(id, hashes)| tiles.insert(id, hashes));
    tiles
}

fn leaves(count: u64) -> Vec<Digest> {
    (0..count).map(|place| leaf_hash(&place.to_be_bytes())).collect()
}

#[test]
fn roots_are_those_of_rfc_6962() {
    let entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut tree = Tree::default();
    for (size, root) in roots.iter().enumerate() {
        assert_eq!(tree.root().unwrap().bytes().to_vec(), hex(root), "{size}");
        if let Some(entry) = entries.get(size) {
            tree.push(leaf_hash(&hex(entry)));
        }
    }
}

#[test]
fn every_proof_of_small_trees_holds_and_no_other() {
    let leaves = leaves(40);
    let mut tiles = all_tiles(&leaves);
    for size in 1..=40 {
        let root = definition(&leaves[..size as usize]);
        assert_eq!(tiles.root(Span::whole(size)), Some(root), "{size}");
        for index in 0..size {
            let leaf = leaves[index as usize];
            let proof = tiles.inclusion(index, size).unwrap();
            assert!(verify_inclusion(index, size, leaf, &proof, root), "{index} of {size}");
            assert!(!verify_inclusion(index + 1, size, leaf, &proof, root), "another place");
            assert!(!verify_inclusion(index, size, root, &proof, root) || size == 1, "another leaf");
            for wrong in spoiled(&proof) {
                assert!(!verify_inclusion(index, size, leaf, &wrong, root), "{index} of {size}");
            }
        }
        for from in 0..=size {
            let old = definition(&leaves[..from as usize]);
            let proof = tiles.consistency(from, size).unwrap();
            assert!(verify_consistency(from, size, old, root, &proof), "{from} to {size}");
            let other = leaf_hash(b"other");
            assert!(!verify_consistency(from, size, other, root, &proof), "{from} to {size}: another old root");
            assert!(from == 0 || !verify_consistency(from, size, old, other, &proof), "{from} to {size}: another new root");
            for wrong in spoiled(&proof) {
                assert!(!verify_consistency(from, size, old, root, &wrong), "{from} to {size}");
            }
        }
    }
    assert_eq!((inclusion_path(3, 3), consistency_path(4, 3)), (None, None));
    assert!(!verify_consistency(4, 3, definition(&leaves[..4]), definition(&leaves[..3]), &[]));
}

/// A proof with each hash changed, one left out, one added.
fn spoiled(proof: &[Digest]) -> Vec<Vec<Digest>> {
    let mut all: Vec<_> = (0..proof.len())
        .map(|place| {
            let mut proof = proof.to_vec();
            proof[place] = leaf_hash(proof[place].bytes());
            proof
        })
        .collect();
    all.extend(proof.split_last().map(|(_, rest)| rest.to_vec()));
    all.push([proof, &[leaf_hash(b"more")]].concat());
    all
}

#[test]
fn a_tree_grows_from_its_edge() {
    let leaves = leaves(70_000);
    let mut kept = Tiles::default();
    let mut size = 0;
    // Batches of odd sizes, over the borders of tiles of three levels.
    for batch in [1, 254, 1, 1, 511, 64_768, 3, 4_461] {
        let mut edge = Tiles::default();
        for id in Tree::edge(size) {
            edge.insert(id, kept.tile(id).unwrap().to_vec());
        }
        let mut tree = Tree::new(size, edge).unwrap();
        for &leaf in &leaves[size as usize..(size + batch) as usize] {
            tree.push(leaf);
        }
        assert_eq!(tree.root(), Some(definition(&leaves[..(size + batch) as usize])));
        for index in [size, size + batch / 2, size + batch - 1] {
            let proof = tree.inclusion(index).unwrap();
            assert!(verify_inclusion(index, tree.size(), leaves[index as usize], &proof, tree.root().unwrap()), "{index}");
        }
        tree.changed().into_iter().for_each(|(id, hashes)| kept.insert(id, hashes));
        size = tree.size();
        tree.settle();
        assert_eq!((tree.changed(), tree.root()), (Vec::new(), Some(definition(&leaves[..size as usize]))));
    }
    // The example of the standard: 273 full tiles and one of 112 hashes, one full and one of 17, one of 1.
    let widths: Vec<_> = Tree::edge(size).into_iter().map(|id| (id.level, id.index, id.width(size))).collect();
    assert_eq!(widths, [(0, 273, 112), (1, 1, 17), (2, 0, 1)]);
    let proof = kept.consistency(65_536, size).unwrap();
    assert!(verify_consistency(65_536, size, definition(&leaves[..65_536]), definition(&leaves), &proof));
    let missing = Tree::new(size, Tiles::default());
    assert!(missing.is_none(), "a tree without its edge does not grow");
}

/// What an append reads, and what a proof reads and sends, grows with the number of digits of the size and no faster.
#[test]
fn costs_are_logarithmic() {
    let check = |size: u64, edge: usize, tiles: usize, hashes: usize| {
        let mut worst = (0, 0);
        // The leaves at both ends and a spread of those between.
        for index in (0..size).step_by(usize::try_from(size / 997).unwrap_or(1).max(1)).chain([size - 1]) {
            let path = inclusion_path(index, size).unwrap();
            worst = (worst.0.max(Tiles::needed(&path).len()), worst.1.max(path.len()));
        }
        assert_eq!((Tree::edge(size).len(), worst.0, worst.1), (edge, tiles, hashes), "{size}");
    };
    check(1_000, 2, 3, 10);
    check(10_000, 2, 3, 14);
    check(100_000, 3, 4, 17);
    check(1_000_000, 3, 5, 20);
    check(10_000_000, 3, 5, 24);
    check(1_000_000_000, 3, 6, 30);
}

#[test]
fn tiles_have_one_address() {
    let check = |path: &str, expected: Option<(u8, u64, u64)>| {
        let found = TileId::parse(path).map(|(id, width)| (id.level, id.index, width));
        assert_eq!(found, expected, "{path}");
        if let Some((id, width)) = TileId::parse(path) {
            assert_eq!(id.path(width), path);
        }
    };
    check("0/000", Some((0, 0, 256)));
    check("0/x001/x234/067", Some((0, 1_234_067, 256)));
    check("3/x001/000.p/255", Some((3, 1000, 255)));
    check("0/000.p/256", None);
    check("0/000.p/0", None);
    check("0/000.p/01", None);
    check("00/000", None);
    check("8/000", None);
    check("0/0", None);
    check("0/x000/001", None);
    check("0/001/002", None);
    check("0/x999/x999/x999/x999/x999/x999/x999/999", None);
    check("entries/000", None);
    check("", None);
    assert_eq!(TileId::parse_entries("x001/000.p/7"), Some((1000, 7)));
}

#[test]
fn notes_are_those_of_the_standard() {
    let note = "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let (read, key) = (Note::parse(note).unwrap(), NoteKey::parse(vkey).unwrap());
    assert_eq!((read.to_string(), key.to_string(), key.kind()), (note.to_owned(), vkey.to_owned(), KeyKind::Ed25519));
    assert_eq!((key.id(), key.name()), ([0x53, 0x0d, 0x90, 0x3a], "example.com/foo"));
    assert_eq!(read.signatures_of(&key).count(), 1);
    let other = NoteKey::new("example.com/bar", KeyKind::Ed25519, *key.public()).unwrap();
    assert_eq!(read.signatures_of(&other).count(), 0);
    for wrong in [
        "",
        "text\n",
        "text\n\n",
        "text\n\n\u{2014} a YWJjZGVm",
        "text\n\n- a YWJjZGVm\n",
        "te\rxt\n\n\u{2014} a YWJjZGVm\n",
        "text\n\n\u{2014} a YWJj\n",
        "text\n\n\u{2014} a+b YWJjZGVm\n",
        "text\n\n\u{2014} a YWJjZGVm=\n",
    ] {
        assert_eq!(Note::parse(wrong), Err(LogError::Note), "{wrong:?}");
    }
    for wrong in [&vkey.replace("530d", "530e"), &vkey.replace("+Aek", "+Bek"), "a+b", "", &vkey.replace("example", "ex ample")] {
        assert_eq!(NoteKey::parse(wrong), Err(LogError::Key), "{wrong}");
    }
}

#[test]
fn checkpoints_and_proofs_are_read_as_they_are_written() {
    let checkpoint = Checkpoint { origin: "receipts.example/log/courier".to_owned(), size: 3, root: empty_root() };
    let text = "receipts.example/log/courier\n3\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    assert_eq!((checkpoint.to_string(), Checkpoint::parse(text)), (text.to_owned(), Ok(checkpoint.clone())));
    assert_eq!(Checkpoint::parse(&format!("{text}more\n")), Ok(checkpoint));
    let short = text.replace("SuFU=", "Su");
    for wrong in ["", "a\n3\n", &text.replace("\n3\n", "\n03\n"), &text.replace("\n3\n", "\n-3\n"), &short, &format!("{text}\n")] {
        assert_eq!(Checkpoint::parse(wrong), Err(LogError::Checkpoint), "{wrong:?}");
    }

    let hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let note = format!("{text}\n\u{2014} receipts.example/log/courier YWJjZGVm\n");
    let proof = format!("c2sp.org/tlog-proof@v1\nindex 2\n{hash}\n\n{note}");
    let read = StapledProof::parse(&proof).unwrap();
    assert_eq!((read.index, read.path.len(), read.to_string()), (2, 1, proof.clone()));
    assert_eq!(StapledProof::parse(&proof.replace("index", "extra YQ==\nindex")).as_ref(), Ok(&read));
    for wrong in [
        proof.replace("@v1", "@v2"),
        proof.replace("index 2", "index 02"),
        proof.replace("index 2\n", ""),
        proof.replace("index 2", "extra YQ=\nindex 2"),
        proof.replacen("U=\n", "\n", 1),
        proof.replacen(hash, &format!("{}{hash}", format!("{hash}\n").repeat(63)), 1),
        String::new(),
    ] {
        assert_eq!(StapledProof::parse(&wrong), Err(LogError::Proof), "{wrong:?}");
    }
    assert_eq!(StapledProof::parse(&proof.replace("\u{2014}", "-")), Err(LogError::Note));
}

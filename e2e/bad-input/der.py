"""As much DER as it takes to alter a signed document: a tree of [tag, bytes or children]."""

# The order of P-256, SEC 2 section 2.4.2.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def read(data):
    """The values that stand one behind the other in `data`."""
    values = []
    while data:
        tag, length, head = data[0], data[1], 2
        if length & 0x80:
            head += length & 0x7F
            length = int.from_bytes(data[2:head], "big")
        content = data[head : head + length]
        assert len(content) == length, "bytes are missing"
        values.append([tag, read(content) if tag & 0x20 else content])
        data = data[head + length :]
    return values


def write(values):
    data = b""
    for tag, content in values:
        content = write(content) if isinstance(content, list) else content
        length = len(content)
        size = (length.bit_length() + 7) // 8
        head = bytes([length]) if length < 0x80 else bytes([0x80 | size]) + length.to_bytes(size, "big")
        data += bytes([tag]) + head + content
    return data


def signer_infos(document):
    """The tree of a SignedData, and in it the list of SignerInfos."""
    tree = read(document)
    return tree, tree[0][1][1][1][0][1][-1][1]


def with_signers_of(document, other):
    tree, signers = signer_infos(document)
    signers += signer_infos(other)[1]
    return write(tree)


def with_other_s(document):
    """The same signature in its other form: (r, n - s) verifies wherever (r, s) does."""
    tree, (signer,) = signer_infos(document)
    signature = read(signer[1][-1][1])
    s = ORDER - int.from_bytes(signature[0][1][1][1], "big")
    signature[0][1][1][1] = s.to_bytes(s.bit_length() // 8 + 1, "big")
    signer[1][-1][1] = write(signature)
    return write(tree)

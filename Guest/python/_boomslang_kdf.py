"""PBKDF2 (RFC 8018, section 5.2) over the hash functions that are built in."""


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """As `hashlib.pbkdf2_hmac`: the same arguments, errors and result."""
    import hashlib

    if not isinstance(hash_name, str):
        raise TypeError(hash_name)
    password, salt = bytes(memoryview(password)), bytes(memoryview(salt))
    digest = hashlib.new(hash_name)
    if dklen is None:
        dklen = digest.digest_size
    if iterations < 1:
        raise ValueError(iterations)
    if dklen < 1:
        raise ValueError(dklen)
    if len(password) > digest.block_size:
        password = hashlib.new(hash_name, password).digest()
    password = password.ljust(digest.block_size, b"\0")
    inner = hashlib.new(hash_name, bytes(byte ^ 0x36 for byte in password))
    outer = hashlib.new(hash_name, bytes(byte ^ 0x5C for byte in password))

    def keyed(message):
        first, second = inner.copy(), outer.copy()
        first.update(message)
        second.update(first.digest())
        return second.digest()

    key, block = b"", 0
    while len(key) < dklen:
        block += 1
        step = keyed(salt + block.to_bytes(4, "big"))
        total = int.from_bytes(step, "big")
        for _ in range(iterations - 1):
            step = keyed(step)
            total ^= int.from_bytes(step, "big")
        key += total.to_bytes(digest.digest_size, "big")
    return key[:dklen]

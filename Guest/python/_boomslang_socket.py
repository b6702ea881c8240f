"""What `_socket` lacks on WASI, so that programs fail with the `OSError` that they catch. Importing this adds it there.

There are no names of hosts but `localhost`, so only numbers are resolved; the socket that a program then asks for is refused.
"""

import _socket
from _socket import AF_INET, AF_INET6, SOCK_DGRAM, SOCK_STREAM, gaierror, herror

# The numbers of Linux.
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_V4MAPPED, AI_ALL, AI_ADDRCONFIG, AI_NUMERICSERV = 1, 2, 4, 8, 16, 32, 1024
EAI_BADFLAGS, EAI_NONAME, EAI_AGAIN, EAI_FAIL, EAI_FAMILY, EAI_SOCKTYPE = -1, -2, -3, -4, -6, -7
EAI_SERVICE, EAI_MEMORY, EAI_SYSTEM, EAI_OVERFLOW = -8, -10, -11, -12
NI_NUMERICHOST, NI_NUMERICSERV, NI_NOFQDN, NI_NAMEREQD, NI_DGRAM = 1, 2, 4, 8, 16
NI_MAXHOST, NI_MAXSERV = 1025, 32

_PROTOCOLS = {"ip": 0, "icmp": 1, "tcp": 6, "udp": 17, "ipv6": 41, "ipv6-icmp": 58}
_SERVICES = {
    "echo": 7, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "http": 80, "pop3": 110, "ntp": 123, "imap2": 143,
    "snmp": 161, "ldap": 389, "https": 443, "submission": 587, "ldaps": 636, "imaps": 993, "pop3s": 995,
}


def gethostname():
    return "localhost"


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    number = _port_number(port)
    if family not in (0, AF_INET, AF_INET6):
        raise gaierror(EAI_FAMILY, "ai_family not supported")
    kinds = [kind for kind in ((SOCK_STREAM, 6), (SOCK_DGRAM, 17)) if type in (0, kind[0]) and proto in (0, kind[1])]
    if not kinds:
        raise gaierror(EAI_SOCKTYPE, "ai_socktype not supported")
    found = [address for address in _addresses(_text(host), flags) if family in (0, address[0])]
    if not found:
        raise gaierror(EAI_NONAME, "Name or service not known")
    return [
        (address_family, kind, protocol, "", (address, number) if address_family == AF_INET else (address, number, 0, 0))
        for address_family, address in found for kind, protocol in kinds
    ]


def _text(host):
    if isinstance(host, (bytes, bytearray)):
        return bytes(host).decode("ascii", "surrogateescape")
    if host is None or isinstance(host, str):
        return host
    raise TypeError("getaddrinfo() argument 1 must be string or None")


def _port_number(port):
    if port is None:
        return 0
    if isinstance(port, int):
        return port & 0xFFFF
    if isinstance(port, bytes):
        port = port.decode("ascii", "surrogateescape")
    if not isinstance(port, str):
        raise OSError("Int or String expected")
    if port.isascii() and port.isdigit():
        return int(port) & 0xFFFF
    if port not in _SERVICES:
        raise gaierror(EAI_SERVICE, "Servname not supported for ai_socktype")
    return _SERVICES[port]


def _addresses(host, flags):
    if host is None:
        return [(AF_INET6, "::"), (AF_INET, "0.0.0.0")] if flags & AI_PASSIVE else [(AF_INET6, "::1"), (AF_INET, "127.0.0.1")]
    for family in (AF_INET, AF_INET6):
        try:
            return [(family, _socket.inet_ntop(family, _socket.inet_pton(family, host)))]
        except (OSError, ValueError):
            pass
    if flags & AI_NUMERICHOST:
        raise gaierror(EAI_NONAME, "Name or service not known")
    if host.lower() == "localhost":
        return [(AF_INET6, "::1"), (AF_INET, "127.0.0.1")]
    raise gaierror(EAI_AGAIN, "Temporary failure in name resolution")


def gethostbyname(name):
    return getaddrinfo(name, 0, AF_INET, SOCK_STREAM)[0][4][0]


def gethostbyname_ex(name):
    return name, [], [gethostbyname(name)]


def gethostbyaddr(address):
    raise herror(1, "Unknown host")


def getnameinfo(address, flags):
    host, port = address[:2]
    family = _addresses(host, AI_NUMERICHOST)[0][0]
    if flags & NI_NAMEREQD:
        raise gaierror(EAI_NONAME, "Name or service not known")
    service = None if flags & NI_NUMERICSERV else next((name for name, number in _SERVICES.items() if number == port), None)
    return _socket.inet_ntop(family, _socket.inet_pton(family, host)), service or str(port)


def getservbyname(name, protocol="tcp"):
    if name not in _SERVICES:
        raise OSError("service/proto not found")
    return _SERVICES[name]


def getservbyport(port, protocol="tcp"):
    for name, number in _SERVICES.items():
        if number == port:
            return name
    raise OSError("port/proto not found")


def getprotobyname(name):
    if name not in _PROTOCOLS:
        raise OSError("protocol not found")
    return _PROTOCOLS[name]


def inet_aton(text):
    return _socket.inet_pton(AF_INET, text)


def inet_ntoa(packed):
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return _socket.inet_ntop(AF_INET, packed)


def _add_what_is_missing():
    for name, value in list(globals().items()):
        if not name.startswith("_") and not hasattr(_socket, name):
            setattr(_socket, name, value)


_add_what_is_missing()

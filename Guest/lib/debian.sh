# Downloads of the packages in the file `versions`, with apt but apart from the machine's: its own
# configuration, sources, lists and cache, below the work folder. Wheels come with pip. What was fetched once is kept
# for all recipes, under its checksum. Uses: recipe, cache, work.

keyring=/usr/share/keyrings/debian-archive-keyring.gpg # where Debian's package of that name has it

suite() { awk '$1 == "suite" { print $2 }' "$recipe/versions"; }

# download_of PACKAGE: the file in which a pinned package is kept.
download_of() {
    local kind package pin sha256
    read -r kind package pin sha256 < <(awk -v package="$1" '$2 == package && NF == 4' "$recipe/versions") \
        || die "the file 'versions' does not pin $1"
    [[ $kind == deb ]] && pin=$package.deb
    printf '%s\n' "$cache/downloads/${sha256:0:12}-$pin"
}

fetch_downloads() {
    local kind package pin sha256 file
    mkdir -p "$cache/downloads"
    rm -rf "$work/apt"
    while read -r kind package pin sha256 <&3; do
        file=$(download_of "$package")
        has_sha256 "$file" "$sha256" && continue
        log "fetching $package"
        rm -rf "$work/fetch"
        mkdir "$work/fetch"
        "fetch_$kind" "$package" "$pin"
        has_sha256 "$work/fetch/${file##*/????????????-}" "$sha256" \
            || die "$package $pin does not have the SHA-256 that the file 'versions' pins: $sha256"
        mv "$work/fetch/${file##*/????????????-}" "$file"
    done 3< <(awk '$1 == "deb" || $1 == "src" || $1 == "pypi"' "$recipe/versions")
    rm -rf "$work/apt" "$work/fetch" # the package lists are large and soon old
}

fetch_deb() {
    local package=$1 version=$2
    apt_offers "$package" "$version" apt-cache madison "$package"
    (cd "$work/fetch" && run_logged "fetch-$package" private_apt apt-get download "$package=$version")
    mv "$work/fetch/${package}_"*.deb "$work/fetch/$package.deb"
}

# Only upstream's archive is fetched: Debian's revisions of it may come and go.
fetch_src() {
    local package=$1 archive=$2 command=(apt-get source --download-only --tar-only)
    apt_offers "$package" "$archive" "${command[@]}" --print-uris "$package"
    (cd "$work/fetch" && run_logged "fetch-$package" private_apt "${command[@]}" "$package")
}

fetch_pypi() {
    local package=$1 wheel=$2 version
    version=${wheel#"$package"-}
    require_tools python3
    (cd "$work/fetch" && run_logged "fetch-$package" \
        python3 -m pip download --no-deps --only-binary :all: "$package==${version%%-*}")
}

# apt_offers PACKAGE PIN QUERY...: fails, with what there is, unless the query's answer has the pin.
apt_offers() {
    local package=$1 pin=$2 answer
    shift 2
    [[ -f $work/apt/apt.conf ]] || set_up_apt
    answer=$(private_apt "$@" 2>&1) || true
    [[ $answer == *" $pin "* ]] \
        || die "Debian's $(suite) does not offer $package at the version that the file 'versions' pins" \
            "($pin). What it offers:"$'\n'"$answer"
}

private_apt() { APT_CONFIG=$work/apt/apt.conf "$@"; }

set_up_apt() {
    local apt=$work/apt mirror
    [[ -f $keyring ]] || die "$keyring is missing: install debian-archive-keyring"
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
    mirror=$(debian_mirror)
    printf '%s [signed-by=%s] %s %s main\n' \
        deb "$keyring" "$mirror" "$(suite)" deb-src "$keyring" "$mirror" "$(suite)" > "$apt/sources.list"
    touch "$apt/status"
    # The sandbox user could not write to a private folder.
    cat > "$apt/apt.conf" <<END
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "$apt/lists";
Dir::State::Status "$apt/status";
Dir::Cache "$apt/cache";
Acquire::Languages "none";
APT::Sandbox::User "$(id -un)";
END
    log "reading the package lists of Debian's $(suite)"
    run_logged apt-update private_apt apt-get update --error-on=any
}

# The machine's apt knows a mirror of its own release; that mirror has the other suites too.
debian_mirror() {
    local codename uris mirror=${BOOMSLANG_DEBIAN_MIRROR:-}
    if [[ -z $mirror ]]; then
        codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
        uris=$(apt-get update --print-uris -o "Dir::State::Lists=$work/apt/lists")
        mirror=$(sed -n "/\/dists\/$codename\/InRelease'/{s|^'\(.*\)/dists/.*|\1|p;q}" <<< "$uris")
    fi
    [[ -n $mirror ]] || die "the machine's apt has no Debian mirror: set BOOMSLANG_DEBIAN_MIRROR"
    printf '%s\n' "$mirror"
}

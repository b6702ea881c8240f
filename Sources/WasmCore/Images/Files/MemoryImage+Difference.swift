extension MemoryImage {
  /// The pages that are not as in `base`.
  func difference(from base: MemoryImage) throws(ImageError) -> PagePatches {
    let pageCount = byteCount / PagePatches.pageSize
    // Outside of the patches, images of one file are the same.
    let pages = file === base.file ? patches.pages.union(base.patches.pages).filter { $0 < pageCount }.sorted() : Array(0..<pageCount)
    return try withContents { (mine) throws(ImageError) in
      try base.withContents { theirs in
        var difference = PagePatches()
        for page in pages {
          let range = page * PagePatches.pageSize..<(page + 1) * PagePatches.pageSize
          if !mine.matches(theirs, range), let start = mine.baseAddress { difference.append(range, start + range.lowerBound) }
        }
        return difference
      }
    }
  }

  /// The contents of a memory of `byteCount` bytes that begins as this one, with `pages` in their places.
  func replacing(_ pages: PagePatches, byteCount: Int) throws(ImageError) -> MemoryImage {
    let merged = MemoryImage(byteCount: max(byteCount, self.byteCount), file: file, patches: patches.overlaid(with: pages))
    if merged.byteCount == byteCount, Self.keepsPatches(byteCount: merged.patches.bytes.count) { return merged }
    let file = try merged.withContents { ImageFile.temporary(UnsafeRawBufferPointer(rebasing: $0.prefix(byteCount))) }
    return MemoryImage(byteCount: byteCount, file: file)
  }
}

// Small kernel files, read relative to an open folder: missing and unreadable are the same, namely nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.hpp"

namespace tt::devices {

// A folder to read from, without permission to list it being needed. Empty where there is none.
Fd open_folder(int parent, const char* path);

inline constexpr std::size_t kLargestAttribute = 4096;  // sysfs gives a page at most

// A kernel file's text, or why there is none.
struct Attribute {
  std::optional<std::string> text;
  bool detached = false;  // ENODEV, ENODATA or ENXIO: it is there, and the driver can't reach the card now
};

// The text of a kernel file without blanks around it. Nothing where it is missing, can't be read (EISDIR, EACCES), is empty, or
// is larger than `limit` bytes.
Attribute read_attribute(int folder, const char* path, std::size_t limit = kLargestAttribute);
std::optional<std::string> read_text(int folder, const char* path, std::size_t limit = kLargestAttribute);

// An attribute that is read again and again: its file stays open, as finding it costs more than reading it.
class OpenAttribute {
 public:
  // As read_attribute() with the largest attribute's limit. A file that was taken away, or that can't be read any more, is looked
  // for again below `folder`.
  Attribute read(int folder, const char* path);

 private:
  Fd file_;
};

// Strict: digits only, all of the text, in range. Base 16 takes an optional "0x".
std::optional<std::uint64_t> parse_unsigned(std::string_view text, int base = 10);
std::optional<std::int64_t> parse_signed(std::string_view text);

// Calls `visit` with each name in the folder, "." and ".." left out, in no order. Nothing where it can't be listed.
void for_each_name(int parent, const char* path, const std::function<void(const char*)>& visit);

// Where a symbolic link points; nothing where it isn't one.
std::optional<std::string> read_link(int folder, const char* path);

}  // namespace tt::devices

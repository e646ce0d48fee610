// Small kernel files, read relative to an open folder: missing and unreadable are the same, namely nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.hpp"

namespace tt::devices {

// A folder to read from, without permission to list it being needed. Empty where there is none.
Fd open_folder(int parent, const char* path);

// The text of a kernel file without blanks around it. Nothing where it is missing, can't be read (ENODEV and ENODATA while a
// card resets, EISDIR, EACCES), is empty, or is larger than 4 KiB: no attribute is.
std::optional<std::string> read_text(int folder, const char* path);

// Strict: digits only, all of the text, in range. Base 16 takes an optional "0x".
std::optional<std::uint64_t> parse_unsigned(std::string_view text, int base = 10);
std::optional<std::int64_t> parse_signed(std::string_view text);

// Calls `visit` with each name in the folder, "." and ".." left out, in no order. Nothing where it can't be listed.
void for_each_name(int parent, const char* path, const std::function<void(const char*)>& visit);

// Where a symbolic link points; nothing where it isn't one.
std::optional<std::string> read_link(int folder, const char* path);

}  // namespace tt::devices

// Text for a terminal. What can't be written (a full disk behind it, a closed descriptor) must not keep a job's end from being
// seen.
#pragma once

#include <fmt/format.h>

#include <cstdio>

namespace tt::cli {

// As fmt::print, which throws where the stream fails; here the stream's error flag stays, and main() turns it into the exit code.
template <class... Arguments>
void print(std::FILE* stream, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  const std::string text = fmt::format(format, std::forward<Arguments>(arguments)...);
  std::fwrite(text.data(), 1, text.size(), stream);
}

}  // namespace tt::cli

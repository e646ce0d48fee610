// Any bytes as a log on its way to a terminal: what is shown is safe, valid, and doesn't depend on how the log is cut.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "jobs/log_filter.hpp"
#include "require.hpp"
#include "terminal_safety.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view log(reinterpret_cast<const char*>(data), size);
  const tt::jobs::Filtered whole = tt::jobs::filter_log(log, true);
  require(whole.consumed == size);
  require(tt::utf8::is_valid(whole.text) && tt::test::is_safe(whole.text));
  require(tt::jobs::filter_log(whole.text, true).text == whole.text);
  require(tt::jobs::clean_prefix(whole.text, true) == whole.text.size());

  const std::string plain = tt::jobs::plain_log(log, true).text;
  require(tt::utf8::is_valid(plain) && plain.find('\x1b') == std::string::npos);

  std::string pieces;
  const std::size_t step = size == 0 ? 1 : 1 + data[0] % 16;
  for (std::size_t begin = 0, end = 0; end < size;) {
    end = std::min(size, end + step);
    const tt::jobs::Filtered part = tt::jobs::filter_log(log.substr(begin, end - begin), end == size);
    require(part.consumed > 0 || end - begin < tt::jobs::kShortestChunk || end == size);
    pieces += part.text;
    begin += part.consumed;
  }
  require(pieces == whole.text);
  return 0;
}

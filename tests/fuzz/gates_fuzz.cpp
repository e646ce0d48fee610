// Any bytes as a log: what is measured is bounded and doesn't depend on how the log is cut.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/utf8.hpp"
#include "gates/watcher.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view log(reinterpret_cast<const char*>(data), size);
  tt::gates::Watcher whole, pieces;
  whole.push(log);
  whole.finish();
  const std::size_t piece = size == 0 ? 1 : 1 + data[0] % 16;
  for (std::size_t at = 0; at < size; at += piece) pieces.push(log.substr(at, piece));
  pieces.finish();
  require(whole.bytes_seen() == size && pieces.bytes_seen() == size);
  require(whole.measurements().size() == pieces.measurements().size());
  require(whole.measurements().size() <= tt::gates::kMaxMeasurements + 15);
  for (std::size_t i = 0; i < whole.measurements().size(); ++i) {
    const tt::gates::Measurement& a = whole.measurements()[i];
    const tt::gates::Measurement& b = pieces.measurements()[i];
    require(a.name == b.name && a.line == b.line && a.offset == b.offset && a.text == b.text);
    require(a.text.size() <= 200 && tt::utf8::is_valid(a.text));
    require(a.offset < size && a.line >= 1);
  }
  return 0;
}

// Any bytes as a log: what is read from it is bounded and doesn't depend on how the log is cut.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/utf8.hpp"
#include "gates/watcher.hpp"
#include "require.hpp"

namespace {

void require_fault(const std::optional<tt::gates::Fault>& a, const std::optional<tt::gates::Fault>& b, std::size_t size) {
  require(a == b);
  if (!a) return;
  require(!a->title.empty() && !a->remedy.empty() && !a->anchor.empty());
  require(tt::utf8::is_valid(a->title) && a->title.size() < 1000);
  require(a->text.size() <= tt::gates::kMaxQuote && tt::utf8::is_valid(a->text));
  require(a->line == 0 || a->offset < size);
}

void require_marks(const tt::gates::MarkReader& reader, std::size_t size) {
  require(reader.marks().size() <= tt::gates::MarkReader::kMaxMarks);
  std::uint64_t before = 0;
  for (const tt::gates::Mark& mark : reader.marks()) {
    require(mark.line >= before && mark.offset < size);
    before = mark.line;
    require(mark.text.size() <= tt::gates::kMaxQuote && tt::utf8::is_valid(mark.text));
    // A test that failed by an exception in C++ has that place, too.
    require(mark.places.size() <= tt::gates::MarkReader::kMaxPlaces + 1);
    for (const tt::gates::Place& place : mark.places) require(place.file.size() <= 2 * tt::gates::kMaxQuote);
  }
}

}  // namespace

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
  require(whole.progress() == pieces.progress());
  if (whole.progress()) {
    require(whole.progress()->phase.size() <= 60 && whole.progress()->rate.size() <= 32);
    require(tt::utf8::is_valid(whole.progress()->phase) && tt::utf8::is_valid(whole.progress()->rate));
    const double fraction = whole.progress()->fraction.value_or(0);
    require(fraction >= 0 && fraction <= 1);
  }
  require_fault(whole.faults().fault(), pieces.faults().fault(), size);
  for (const tt::gates::Ending& ending : {tt::gates::Ending{.exit_code = 1}, tt::gates::Ending{.exit_code = 5}}) {
    require_fault(whole.faults().at_end(ending), pieces.faults().at_end(ending), size);
  }
  require_marks(whole.marks(), size);
  require(whole.marks().marks() == pieces.marks().marks() && whole.marks().complete() == pieces.marks().complete());
  return 0;
}

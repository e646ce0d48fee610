// Any bytes as a message: parsing and decoding never crash, and what was decoded survives a round trip.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "protocol/gen/messages.hpp"
#include "protocol/wire.hpp"

namespace {

using namespace tt::protocol;

void require(bool holds) {
  if (!holds) std::abort();
}

template <class T>
void decode_as(const nlohmann::json& value) {
  const auto first = decode<T>(value);
  if (!first) {
    require(first.error().kind == tt::ErrorKind::kInvalidArgument && !first.error().message.empty());
    return;
  }
  const auto second = decode<T>(encode(*first));
  require(second.has_value() && *second == *first);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!value) return 0;
  const auto again = parse(dump(*value));
  require(again.has_value() && *again == *value);
#define SAMPLE(type, text) decode_as<type>(*value);
#include "protocol/gen/samples.inc"
#undef SAMPLE
  return 0;
}

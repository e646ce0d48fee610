#include "decoder_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

namespace tt::models {
namespace {

// The order of the file is the user's.
using Json = nlohmann::ordered_json;

constexpr std::string_view kPrecisionPart = "precision_cfg", kFidelityPart = "fidelity_cfg";
constexpr std::string_view kTensors[] = {"FF1_FF3", "FF2", "WQKV", "WO", "KV_CACHE", "ACTIVATION"};
constexpr std::string_view kPrecisionNames[] = {"BFP4", "BFP8", "BF16"};
constexpr std::string_view kOperations[] = {"LI_FF1_FF3",     "LI_FF2",       "LI_QKV_DECODE", "LI_O_DECODE", "SDPA_DECODE",
                                            "LI_QKV_PREFILL", "LI_O_PREFILL", "SDPA_PREFILL",  "ACCURACY"};
constexpr std::string_view kFidelities[] = {"LOFI", "HIFI2", "HIFI2_NA", "HIFI2_FP16", "HIFI4", "HIFI4_FP32"};
// No model has more; a number over it is a typing error that would become a huge file.
constexpr std::uint64_t kMostLayers = 1024;

struct PartNames {
  std::string_view part;
  std::span<const std::string_view> groups, values;
};
constexpr PartNames kParts[] = {{kPrecisionPart, kTensors, kPrecisionNames}, {kFidelityPart, kOperations, kFidelities}};

const PartNames* part_named(std::string_view name) {
  const auto found = std::ranges::find(kParts, name, &PartNames::part);
  return found == std::end(kParts) ? nullptr : &*found;
}

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// Letters and digits alone, upper case: "hifi2na" and "HIFI2_NA" are alike.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 'a' + 'A');
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

// The name that was meant: these files take names where the command line takes values ("ff1_3", "hifi2na").
std::string hint(std::string_view word, std::span<const std::string_view> names) {
  const std::string wanted = bare(word);
  for (const std::string_view name : names) {
    if (bare(name) == wanted) return fmt::format(" It is written {}.", name);
  }
  if (wanted == "FF13" && contains(names, "FF1_FF3")) return " It is written FF1_FF3.";
  if (wanted == "LIFF13" && contains(names, "LI_FF1_FF3")) return " It is written LI_FF1_FF3.";
  return fmt::format(" There are {}.", fmt::join(names, ", "));
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

void check_part(std::vector<DecoderProblem>& problems, const std::string& where, const PartNames& names, const Json& part) {
  if (!part.is_object()) {
    problems.push_back({true, where, "An object is expected here."});
    return;
  }
  for (const auto& [group, value] : part.items()) {
    const std::string place = where + '.' + group;
    if (!contains(names.groups, group)) {
      problems.push_back({true, place, fmt::format("'{}' is no group of {}.{}", group, names.part, hint(group, names.groups))});
    } else if (!value.is_string()) {
      problems.push_back({true, place, "A name in quotes is expected here."});
    } else if (const auto text = value.get<std::string>(); !contains(names.values, text)) {
      problems.push_back({true, place, fmt::format("'{}' can't be the value.{}", text, hint(text, names.values))});
    }
  }
}

// tt_transformers gives a listed layer its general defaults for what isn't named, not those of the performance setting.
void check_defaults(std::vector<DecoderProblem>& problems, const std::string& where, const Json& layer) {
  const auto precision = layer.find(kPrecisionPart);
  if (precision != layer.end() && precision->is_object() && !precision->contains("FF1_FF3"))
    problems.push_back(
        {false, where, "FF1_FF3 isn't named, so this layer has it in BFP8, also where the performance setting has BFP4."});
}

void check_layer(std::vector<DecoderProblem>& problems, const std::string& id, const Json& layer,
                 std::optional<std::uint64_t> layers) {
  const std::string where = "decoders." + id;
  const std::optional<std::uint64_t> index = number(id);
  if (!index) problems.push_back({true, where, fmt::format("'{}' isn't the number of a layer.", id)});
  if (index && layers && *index >= *layers) {
    problems.push_back({true, where, fmt::format("The model has {} layers, numbered from 0 to {}.", *layers, *layers - 1)});
  }
  if (!layer.is_object()) {
    problems.push_back({true, where, "An object is expected here."});
    return;
  }
  for (const auto& [key, value] : layer.items()) {
    if (const PartNames* names = part_named(key)) {
      check_part(problems, where + '.' + key, *names, value);
    } else {
      problems.push_back(
          {true, where + '.' + key, fmt::format("'{}' isn't read. There are {} and {}.", key, kPrecisionPart, kFidelityPart)});
    }
  }
  check_defaults(problems, where, layer);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  constexpr std::string_view kBetween = " ,;\t\n";
  while (true) {
    const std::size_t start = text.find_first_not_of(kBetween);
    if (start == std::string_view::npos) return words;
    text.remove_prefix(start);
    const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

}  // namespace

std::vector<DecoderProblem> check_decoder_config(std::string_view text, std::optional<std::uint64_t> layers) {
  const Json root = Json::parse(text, nullptr, false);
  if (!root.is_object()) return {{true, "", "The file isn't a JSON object."}};
  std::vector<DecoderProblem> problems;
  const auto decoders = root.find("decoders");
  if (decoders == root.end())
    problems.push_back({true, "", "There is no \"decoders\" in it, so tt_transformers refuses the file."});
  for (const auto& [key, value] : root.items()) {
    if (key != "decoders")
      problems.push_back({false, key, fmt::format("'{}' isn't read; layers belong below \"decoders\", by their number.", key)});
  }
  if (decoders == root.end()) return problems;
  if (!decoders->is_object() || decoders->empty()) {
    problems.push_back({true, "decoders", "It has to be an object with at least one layer in it."});
    return problems;
  }
  for (const auto& [id, layer] : decoders->items()) check_layer(problems, id, layer, layers);
  return problems;
}

Result<std::vector<std::uint64_t>> read_layers(std::string_view text, std::optional<std::uint64_t> layers) {
  std::set<std::uint64_t> found;
  const std::uint64_t count = layers.value_or(kMostLayers);
  for (const std::string_view word : words_of(text)) {
    if (word == "all") {
      if (!layers)
        return fail(ErrorKind::kInvalidArgument, "How many layers \"all\" are isn't known.",
                    "Name them, such as 0-31, or choose the model's config.json.");
      for (std::uint64_t layer = 0; layer < count; ++layer) found.insert(layer);
      continue;
    }
    const std::size_t dash = word.find('-');
    const auto first = number(word.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : number(word.substr(dash + 1));
    if (!first || !last || *first > *last) {
      return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' names no layers.", word),
                  "Write numbers and ranges, such as: 0, 31 or 0-3.");
    }
    if (*last >= count) {
      return fail(ErrorKind::kInvalidArgument,
                  fmt::format("There is no layer {}: they are numbered from 0 to {}.", *last, count - 1));
    }
    for (std::uint64_t layer = *first; layer <= *last; ++layer) found.insert(layer);
  }
  if (found.empty())
    return fail(ErrorKind::kInvalidArgument, "No layer was named.", "Write numbers and ranges, such as: 0, 31 or 0-3.");
  return std::vector<std::uint64_t>(found.begin(), found.end());
}

Result<std::vector<DecoderSetting>> read_settings(std::string_view text) {
  std::vector<DecoderSetting> settings;
  for (const std::string_view word : words_of(text)) {
    const std::size_t equals = word.find('=');
    const std::string_view group = word.substr(0, equals);
    const std::string_view value = equals == std::string_view::npos ? std::string_view() : word.substr(equals + 1);
    const auto part = std::ranges::find_if(kParts, [&](const PartNames& names) { return contains(names.groups, group); });
    if (part == std::end(kParts)) {
      std::vector<std::string_view> names(std::begin(kTensors), std::end(kTensors));
      names.insert(names.end(), std::begin(kOperations), std::end(kOperations));
      return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is no group.{}", group, hint(group, names)),
                  "Write GROUP=VALUE, such as: FF1_FF3=BFP4.");
    }
    if (!contains(part->values, value)) {
      return fail(ErrorKind::kInvalidArgument, fmt::format("{} can't be '{}'.{}", group, value, hint(value, part->values)),
                  "Write GROUP=VALUE, such as: FF1_FF3=BFP4.");
    }
    settings.push_back({std::string(group), std::string(value)});
  }
  if (settings.empty())
    return fail(ErrorKind::kInvalidArgument, "No setting was named.", "Write GROUP=VALUE, such as: FF1_FF3=BFP4, LI_FF1_FF3=LOFI.");
  return settings;
}

Result<std::string> write_decoder_config(std::string_view before, const std::vector<std::uint64_t>& layers,
                                         const std::vector<DecoderSetting>& settings) {
  Json root = Json::object();
  if (!before.empty()) {
    for (const DecoderProblem& problem : check_decoder_config(before, std::nullopt)) {
      if (!problem.is_error) continue;
      return fail(ErrorKind::kMalformed,
                  fmt::format("The file that is there is wrong at {}: {}", problem.where.empty() ? "its beginning" : problem.where,
                              problem.message),
                  "Mend it, or choose another file.");
    }
    root = Json::parse(before);
  }
  if (!root.contains("decoders")) root["decoders"] = Json::object();
  for (const std::uint64_t layer : layers) {
    for (const DecoderSetting& setting : settings) {
      const std::string part(contains(kTensors, setting.group) ? kPrecisionPart : kFidelityPart);
      root["decoders"][fmt::format("{}", layer)][part][setting.group] = setting.value;
    }
  }
  return root.dump(4) + "\n";
}

}  // namespace tt::models

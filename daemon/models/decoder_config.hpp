// The files with which tt_transformers sets precision and fidelity of single layers: performance_decoder_config.json and
// accuracy_decoder_config.json. They hold, under "decoders" and the layer's number, "precision_cfg" and "fidelity_cfg" with the
// NAMES of the enumerations in models/tt_transformers/tt/model_config.py of tt-metal, read 2026-08.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tt::models {

inline constexpr std::size_t kMaxDecoderConfig = 1u << 20;  // bytes

struct DecoderProblem {
  bool is_error = true;  // else something that is read, but perhaps not as it is meant
  std::string where;     // "decoders.31.precision_cfg.FF1_FF3"
  std::string message;   // one sentence
};

// What is wrong with such a file, in its order; empty where it is fine. `layers` is how many the model has, where that is known.
std::vector<DecoderProblem> check_decoder_config(std::string_view text, std::optional<std::uint64_t> layers);

// One change: a group of tensors or operations gets a precision or a fidelity.
struct DecoderSetting {
  std::string group;  // "FF1_FF3", "LI_FF2"
  std::string value;  // "BFP4", "HIFI2"
};

// "0, 31", "0-3", "all" (which needs `layers`). kInvalidArgument for anything else, and for a layer that isn't there.
Result<std::vector<std::uint64_t>> read_layers(std::string_view text, std::optional<std::uint64_t> layers);

// "FF1_FF3=BFP4, LI_FF1_FF3=LOFI". kInvalidArgument names the word that isn't one, and what it could be.
Result<std::vector<DecoderSetting>> read_settings(std::string_view text);

// The file's text with these settings in these layers; everything else of `before` stays as it is. `before` may be empty: a new
// file. kMalformed where check_decoder_config() has errors in it.
Result<std::string> write_decoder_config(std::string_view before, const std::vector<std::uint64_t>& layers,
                                         const std::vector<DecoderSetting>& settings);

}  // namespace tt::models

// A second opinion on the renderer's HTML: a strict scanner that shares no code with it.
#pragma once

#include <string>
#include <string_view>

namespace tt::lessons::testing {

// Empty where `html` is balanced and holds nothing but text, references and elements and attributes of the allow-list;
// else what breaks it and where.
std::string offence(std::string_view html);

}  // namespace tt::lessons::testing

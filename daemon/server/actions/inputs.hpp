// What actions ask the user for where their arguments don't say it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "actions.hpp"
#include "models/config.hpp"
#include "models/template.hpp"

namespace tt::server {

// A model's configuration, and where it was read.
struct ConfigFile {
  std::filesystem::path path;
  std::string text;
  models::Config config;
};

// From the argument `config`, else from the user, who is offered the last one; a lesson's word for it is passed over. kDeclined
// where they chose none, else as models::parse_config().
asio::awaitable<Result<ConfigFile>> ask_config(ActionContext& context);

// One value of an action.
struct ValueQuestion {
  std::string_view name;  // the argument's
  std::string title, prompt;
  std::string suggestion = {};
  std::vector<std::string> choices = {};
};

// From the argument, else from the user, without blanks around it; may be empty. kDeclined where they gave no answer,
// kInvalidArgument where the client can't ask or the answer isn't among the choices.
asio::awaitable<Result<std::string>> ask_value(ActionContext& context, ValueQuestion question);

// A path from the argument `name`, else from the user. A lesson's word for it is passed over. kDeclined, kInvalidArgument as above.
asio::awaitable<Result<std::filesystem::path>> ask_path(ActionContext& context, std::string_view name,
                                                        protocol::PickPathParams question);

// A number of t/s/u above 0, or nothing for an empty text. kInvalidArgument for anything else.
Result<std::optional<double>> read_speed(std::string_view text);

// The model that was last run by a job, such as "microsoft/Phi-3-mini-128k-instruct"; the case study's where there is none.
std::string last_model(const Daemon& daemon);

// "2026-08-14", UTC.
std::string today();

// A template of the action's pack, filled in: "claim.md" is templates/claim.md.in there. Errors as lessons::PackFiles::read() and
// models::fill_template().
asio::awaitable<Result<std::string>> fill_pack_template(ActionContext& context, std::string name, models::Values values);

}  // namespace tt::server

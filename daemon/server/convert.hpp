// Values of the rooms as values of the protocol.
#pragma once

#include <string>
#include <vector>

#include "authoring/text_places.hpp"
#include "base/result.hpp"
#include "commands/table.hpp"
#include "commands/value.hpp"
#include "devices/inventory.hpp"
#include "doctor/doctor.hpp"
#include "jobs/record.hpp"
#include "launch/launch.hpp"
#include "library.hpp"
#include "protocol/gen/messages.hpp"
#include "store/store.hpp"

namespace tt::server {

protocol::Job to_wire(const jobs::JobRecord& job);
protocol::JobReadResult to_wire(jobs::ReadAnswer answer);
protocol::CommandPreview to_wire(const launch::Preview& preview);
protocol::Command to_wire(const commands::DeclaredCommand& command);
protocol::Check to_wire(const doctor::Check& check);
protocol::DeviceListResult to_wire(const devices::Inventory& inventory);
protocol::Problem to_wire(const lessons::Problem& problem);
protocol::Range to_wire(const authoring::Range& range);

// A step as its manifest has it, with the state "todo". `command`: of the step; null where none is declared.
protocol::Step to_wire(const commands::StepSpec& step, const commands::DeclaredCommand* command);
protocol::StepState to_wire(const store::StepRecord& record);
protocol::StepState running_state(const jobs::JobRecord& job);

// Everything about a lesson but its steps and how far the user got.
protocol::LessonSummary summary_of(const LessonRef& lesson);

// `none`, `any card`, or the kind.
std::string describe_device(const std::string& need);

// Arguments of a command as LSP and command links have them: positional, or one object with named values. kInvalidArgument
// for nested values, and for an object beside others.
Result<commands::GivenArguments> read_arguments(const std::vector<protocol::Any>& arguments);

// The same from the text of a command link; "" is no arguments.
Result<commands::GivenArguments> read_link_arguments(const std::string& json);

}  // namespace tt::server

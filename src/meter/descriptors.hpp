// Knows which open files belong to the command alone, so that their other ends see it close them.
#pragma once

namespace co2est::meter {

/// Descriptors 0 to 2 that are closed are taken, so that nothing else of ours lands there; they
/// close by themselves in the command.
void occupy_closed_streams();

/// After the command has been forked: standard input and output and every file above standard error
/// that the command inherits are let go.
void leave_streams_to_command();

/// A descriptor that reads nothing and writes nowhere from now on.
void silence(int descriptor);

}  // namespace co2est::meter

/**
 * What is in the way: {@link io.github.multiarchmaven.doctor.MachineDoctor} looks at this machine, {@link
 * io.github.multiarchmaven.doctor.RegistryDoctor} at registries, {@link io.github.multiarchmaven.doctor.ParameterNames} at what a project
 * configures; each says what does not work and what mends it. They change nothing, but for what {@code MachineDoctor.fix} is asked for.
 */
package io.github.multiarchmaven.doctor;

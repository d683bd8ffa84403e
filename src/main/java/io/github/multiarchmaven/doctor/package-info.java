/**
 * What is in the way: {@link io.github.multiarchmaven.doctor.RegistryDoctor} looks at registries and says what does not work and
 * what mends it. Changes nothing.
 */
package io.github.multiarchmaven.doctor;

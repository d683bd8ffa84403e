package io.github.multiarchmaven.doctor;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was found at registries.
 *
 * @param findings about each
 * @param certificates by {@code host} or {@code host:port}, of those that speak TLS: what they showed, none when they were not asked
 */
public record RegistriesSeen(List<Finding> findings, Map<String, List<X509Certificate>> certificates) {
    public RegistriesSeen {
        findings = List.copyOf(findings);
        certificates = new LinkedHashMap<>(certificates);
    }

    /** Nothing, as no registry is named, or may be asked. */
    public static RegistriesSeen none(String why) {
        return new RegistriesSeen(
                List.of(new Finding("registries", "reachable", Finding.Level.INFO, why, "")), Map.of());
    }

    /** With the names of registries that were not asked. */
    public RegistriesSeen withUnasked(List<RegistryUse> uses, Set<String> plainHttpHosts) {
        Map<String, List<X509Certificate>> all = new LinkedHashMap<>(certificates);
        for (RegistryUse use : uses) {
            if (!plainHttpHosts.contains(use.reference().registry())) {
                all.putIfAbsent(use.reference().registry(), List.of());
            }
        }
        return new RegistriesSeen(findings, all);
    }

    /** All findings, those about the machine first. */
    public Diagnosis after(List<Finding> machine) {
        List<Finding> all = new ArrayList<>(machine);
        all.addAll(findings);
        return new Diagnosis(all);
    }
}

package io.github.multiarchmaven.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiarchmaven.doctor.Finding.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterNamesTest {
    private static final ParameterNames NAMES = new ParameterNames(
            Set.of("from", "image", "platforms", "caCertificates", "jvmFlags", "user", "hub"),
            Set.of("multiarch.from", "multiarch.platforms", "multiarch.doctor.failOn", "multiarch.hub", "format"));

    @ParameterizedTest
    @CsvSource({
        "platfroms, platforms",
        "platform, platforms",
        "plattforms, platforms",
        "form, from",
        "From, from",
        "caCertificate, caCertificates",
        "cacertificates, caCertificates",
        "jvmflag, jvmFlags",
        "entrypoint,",
        "tags,",
        "hup, hub"
    })
    void theNameThatWasMeantIsFound(String given, String meant) {
        assertEquals(Optional.ofNullable(meant), ParameterNames.nearest(given, NAMES.parameters()));
    }

    @ParameterizedTest
    @CsvSource({"a, a, 0", "'', abc, 3", "form, from, 1", "kitten, sitting, 3", "ca, abc, 3"})
    void distanceCountsSlips(String from, String to, int slips) {
        assertEquals(slips, ParameterNames.distance(from, to));
        assertEquals(slips, ParameterNames.distance(to, from));
    }

    @Test
    void whatIsWrongIsToldWithItsPlaceAndTheNameThatWasMeant() {
        Map<String, String> configured = new TreeMap<>(Map.of("platfroms", "here", "from", "here", "zzz", "there"));
        Map<String, String> set = new TreeMap<>(Map.of(
                "multiarch.platforms", "in it", "multiarch.doctor.failon", "in it", "multiarch.company.word", "in it"));
        List<Finding> findings = NAMES.examine(configured, set);
        assertEquals(
                List.of(
                        "WARN <platfroms> here is no parameter of this plugin, and without effect -> Write <platforms>.",
                        "WARN <zzz> there is no parameter of this plugin, and without effect"
                                + " -> Remove it, or look for its name: mvn multiarch:help -Ddetail",
                        "INFO multiarch.company.word in it is no property of this plugin -> ",
                        "WARN multiarch.doctor.failon in it is no property of this plugin -> Write multiarch.doctor.failOn."),
                findings.stream()
                        .map(f -> f.level() + " " + f.detail() + " -> " + f.remedy())
                        .toList());
    }

    @Test
    void namesThatAreRightAreOneFinding() {
        List<Finding> findings = NAMES.examine(Map.of("from", "x"), Map.of("multiarch.hub", "x"));
        assertEquals(List.of(Level.OK), findings.stream().map(Finding::level).toList());
    }
}

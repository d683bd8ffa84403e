package io.github.multiarchmaven.check;

import static io.github.multiarchmaven.check.Samples.AMD64;
import static io.github.multiarchmaven.check.Samples.ARM64;
import static io.github.multiarchmaven.check.Samples.both;
import static io.github.multiarchmaven.check.Samples.image;
import static io.github.multiarchmaven.check.Samples.jar;
import static io.github.multiarchmaven.check.Samples.layer;
import static io.github.multiarchmaven.check.Samples.packages;
import static io.github.multiarchmaven.check.Samples.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of findings: severities, allowances, the baseline, and the files of results. */
class CheckTest {
    private static final CheckOptions DEFAULTS = CheckOptions.defaults();

    @TempDir
    Path folder;

    /** Three errors on arm64: a program, a jar, a package. */
    private static CheckedImage spoiled() {
        return both(
                image(
                        Platform.linuxAmd64(),
                        layer(program("bin/sh", AMD64), program("bin/tool", AMD64), packages("curl 7.88 amd64"))),
                image(
                        Platform.linuxArm64(),
                        layer(
                                program("bin/sh", ARM64),
                                program("bin/ls", ARM64),
                                program("bin/tool", AMD64),
                                packages("curl 7.74 arm64"),
                                jar("app/libs/old-1.0.jar", Map.of("linux-x86_64/libold.so", AMD64)))));
    }

    private static CheckResult check(CheckOptions options, Set<String> baseline) {
        return new Check(options, baseline).run(spoiled());
    }

    private static List<String> rules(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.severity().word() + " " + finding.rule().word())
                .toList();
    }

    @Test
    void findingsAreErrorsUnlessARuleIsSetLower() {
        assertEquals(
                List.of("error architecture", "error natives", "error packages"),
                rules(check(DEFAULTS, Set.of()).findings()));
        CheckOptions lower = new CheckOptions(
                Map.of(RuleName.ARCHITECTURE, Severity.WARN, RuleName.PACKAGES, Severity.OFF), List.of(), 1.25, 0);
        CheckResult result = check(lower, Set.of());
        assertEquals(List.of("error natives", "warn architecture"), rules(result.findings()), "the worst first");
        assertEquals("1 error, 1 warning, 0 allowed, 0 in the baseline", result.sums());
    }

    @Test
    void whatIsAllowedIsNoFindingAndKeepsItsReason() {
        Allowance allowance = new Allowance(
                Optional.of(RuleName.ARCHITECTURE), Optional.of(Subject.Kind.PATH), "/bin/t*", "it is run by qemu");
        CheckResult result = check(new CheckOptions(Map.of(), List.of(allowance), 1.25, 0), Set.of());
        assertEquals(List.of("error natives", "error packages"), rules(result.findings()));
        assertEquals("it is run by qemu", result.allowed().get(0).reason());
        assertEquals("/bin/tool", result.allowed().get(0).finding().subject().name());
    }

    @Test
    void anAllowanceOfAnotherRuleKindOrNameAllowsNothing() {
        for (Allowance other : List.of(
                new Allowance(Optional.of(RuleName.SIZE), Optional.of(Subject.Kind.PATH), "/bin/tool", "reason"),
                new Allowance(Optional.empty(), Optional.of(Subject.Kind.PACKAGE), "/bin/tool", "reason"),
                new Allowance(Optional.empty(), Optional.of(Subject.Kind.PATH), "tool", "reason"))) {
            assertEquals(
                    3,
                    check(new CheckOptions(Map.of(), List.of(other), 1.25, 0), Set.of())
                            .findings()
                            .size(),
                    other::toString);
        }
    }

    @Test
    void anAllowanceWithoutAReasonIsRefused() {
        assertThrows(
                InvalidInputException.class, () -> new Allowance(Optional.empty(), Optional.empty(), "/bin/tool", " "));
    }

    @Test
    void theBaselineBearsTodaysFindingsAndNoNewOnes() {
        Path file = folder.resolve("sub/baseline.json");
        CheckResult today = check(DEFAULTS, Set.of());
        Baseline.write(
                file, List.of(new CheckResult(today.image(), today.findings().subList(0, 2), List.of(), List.of())));
        CheckResult tomorrow = check(DEFAULTS, Baseline.read(file));
        assertEquals(List.of("error packages"), rules(tomorrow.findings()));
        assertEquals(List.of("error architecture", "error natives"), rules(tomorrow.known()));
        Baseline.write(file, List.of(tomorrow));
        assertEquals(3, Baseline.read(file).size(), "what is known stays");
    }

    @Test
    void fingerprintsOutliveVersionsAndSizes() {
        Finding one = check(DEFAULTS, Set.of()).findings().get(2);
        Finding other = new Finding(
                one.rule(),
                Severity.WARN,
                one.platform(),
                one.subject(),
                one.message().replace("7.88", "8.0-1+b3"),
                "Another remedy.");
        assertFalse(one.message().equals(other.message()));
        assertEquals(one.fingerprint(), other.fingerprint());
        assertFalse(one.fingerprint()
                .equals(check(DEFAULTS, Set.of()).findings().get(1).fingerprint()));
    }

    private static String sizeFingerprint(String message) {
        return new Finding(RuleName.SIZE, Severity.ERROR, Optional.empty(), Subject.image(), message, "Look.")
                .fingerprint();
    }

    /** What was accepted of an image, a jar or a package hides nothing else that is wrong with it. */
    @Test
    void anotherFaultOfTheSameThingHasAnotherFingerprint() {
        String whole = "it is 951.0 MB unpacked, and linux/amd64 is 51.0 MB";
        assertEquals(sizeFingerprint(whole), sizeFingerprint("it is 1.2 GB unpacked, and linux/amd64 is 900.0 kB"));
        String layer = "its layer 2 is 30.0 MB unpacked, and that of linux/amd64 is 10.0 MB";
        assertEquals(sizeFingerprint(layer), sizeFingerprint(layer.replace("30.0", "35.0")));
        List<String> all = List.of(
                whole,
                "it is 951.0 MB compressed, and linux/amd64 is 51.0 MB",
                "it is 951.0 MB compressed, and 400.0 MB are allowed",
                layer,
                layer.replace("layer 2", "layer 3"),
                "it has no library librocksdbjni for it, but for others (a.so)",
                "it has no library libsnappy for it, but for others (a.so)",
                "it is 7.88 on linux/amd64, 7.74 on linux/arm64",
                "it is 7.88 on linux/amd64, not installed on linux/arm64");
        assertEquals(
                all.size(),
                all.stream().map(CheckTest::sizeFingerprint).distinct().count());
    }

    @Test
    void aNameWithLineBreaksIsOneLine() {
        Finding finding = new Finding(
                RuleName.FILES,
                Severity.ERROR,
                Optional.empty(),
                Subject.path("a\n[INFO] all is well\u001b[2J"),
                "it is not there",
                "Look.");
        assertEquals("files /a?[INFO] all is well?[2J: it is not there. Look.", finding.toString());
    }

    @Test
    void aDamagedBaselineIsRefusedWithWhatToDo() throws IOException {
        Path file = Files.writeString(folder.resolve("baseline.json"), "{\"findings\":");
        String message = assertThrows(InvalidInputException.class, () -> Baseline.read(file))
                .getMessage();
        assertTrue(message.contains("-Dmultiarch.check.updateBaseline"), message);
        assertEquals(Set.of(), Baseline.read(folder.resolve("none.json")));
    }

    @Test
    void resultsForProgramsHaveEveryField() {
        JsonNode image = Json.parseObject(
                        CheckJson.text(List.of(check(DEFAULTS, Set.of()))).getBytes(StandardCharsets.UTF_8), "results")
                .path("images")
                .path(0);
        assertEquals(3, image.path("errors").asInt());
        JsonNode finding = image.path("findings").path(1);
        assertEquals("natives", finding.path("rule").asText());
        assertEquals("linux/arm64", finding.path("platform").asText());
        assertEquals("jar", finding.path("kind").asText());
        assertEquals("/app/libs/old-1.0.jar", finding.path("subject").asText());
        assertEquals(16, finding.path("fingerprint").asText().length());
        finding.properties()
                .forEach(field -> assertFalse(field.getValue().asText().isBlank(), field::getKey));
    }

    /** The schema of OASIS, of another project's jar. */
    @Test
    void codeScanningsFileIsOfTheSchema() throws IOException {
        ObjectNode sarif = sarif();
        assertEquals(Set.of(), validate(sarif));
        assertEquals(3, sarif.path("runs").path(0).path("results").size());
        for (JsonNode result : sarif.path("runs").path(0).path("results")) {
            assertEquals(
                    result.path("ruleId"),
                    sarif.path("runs")
                            .path(0)
                            .path("tool")
                            .path("driver")
                            .path("rules")
                            .path(result.path("ruleIndex").asInt())
                            .path("id"));
            assertEquals(
                    "my%20app/pom.xml",
                    result.path("locations")
                            .path(0)
                            .path("physicalLocation")
                            .path("artifactLocation")
                            .path("uri")
                            .asText());
        }
        sarif.put("version", "3");
        assertFalse(validate(sarif).isEmpty(), "a check that cannot fail proves nothing");
    }

    private static ObjectNode sarif() {
        return Json.parseObject(
                Sarif.text(List.of(check(DEFAULTS, Set.of())), "my app/pom.xml", "1.0")
                        .getBytes(StandardCharsets.UTF_8),
                "SARIF");
    }

    private static Set<?> validate(JsonNode sarif) throws IOException {
        try (InputStream schema = CheckTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            JsonSchema validator =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
            return validator.validate(sarif);
        }
    }

    @Test
    void theTableHasALineForEachRule() {
        CheckOptions options = new CheckOptions(Map.of(RuleName.NATIVES, Severity.WARN), List.of(), 1.25, 0);
        assertEquals(
                List.of(
                        "rule          errors  warnings  allowed  baseline",
                        "architecture  1       0         0        0",
                        "natives       0       1         0        0",
                        "packages      1       0         0        0",
                        "size          0       0         0        0",
                        "config        0       0         0        0",
                        "runtime       0       0         0        0",
                        "files         off"),
                CheckTable.lines(check(options, Set.of()), options));
    }
}

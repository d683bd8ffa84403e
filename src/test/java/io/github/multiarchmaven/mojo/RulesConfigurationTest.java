package io.github.multiarchmaven.mojo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.RuleName;
import io.github.multiarchmaven.check.Severity;
import io.github.multiarchmaven.image.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesConfigurationTest {
    private static CheckOptions options(List<String> list) {
        return RulesConfiguration.options(Map.of("size", "off", "files", "warn"), list, null, 1.25, 0);
    }

    @Test
    void theCommandLineWinsOverThePom() {
        CheckOptions options = options(List.of(" size : warn "));
        assertEquals(Severity.WARN, options.severity(RuleName.SIZE));
        assertEquals(Severity.WARN, options.severity(RuleName.FILES));
        assertEquals(Severity.ERROR, options.severity(RuleName.CONFIG));
    }

    @ParameterizedTest
    @CsvSource({
        "size, Malformed rule 'size'",
        "size=warn, Malformed rule 'size=warn'",
        "colour:warn, There is no rule 'colour'",
        "size:maybe, There is no severity 'maybe'",
        "size:, There is no severity ''",
        ":warn, There is no rule ''"
    })
    void whatIsNoRuleOrSeverityIsRefusedInASentence(String word, String sentence) {
        String message = assertThrows(InvalidInputException.class, () -> options(List.of(word)))
                .getMessage();
        assertEquals(sentence, message.substring(0, Math.min(message.length(), sentence.length())));
    }

    /** As Maven hands over {@code <size/>}. */
    @Test
    void anEmptyElementIsNoSeverity() {
        Map<String, String> rules = new HashMap<>();
        rules.put("size", null);
        assertThrows(InvalidInputException.class, () -> RulesConfiguration.options(rules, List.of(), null, 1.25, 0));
    }

    @Test
    void aNegativeCeilingIsRefused() {
        assertThrows(InvalidInputException.class, () -> RulesConfiguration.options(null, List.of(), null, 1.25, -1));
    }
}

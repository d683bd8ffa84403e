package io.github.multiarchmaven.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagSelectionTest {
    private static final List<String> TAGS = List.of(
            "latest",
            "1",
            "1.9",
            "1.9.1",
            "1.10.0",
            "1.10.0-alpine",
            "1.26.1",
            "1.26.1-alpine",
            "1.27.0",
            "v2.0.1",
            "2.1.0",
            "21-jre",
            "21.0.4_7-jre",
            "21.0.5_11-jre",
            "21.0.5_11-jre-alpine",
            "20240101");

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "1.10.0, latest, absent => latest 1.10.0",
                "latest => latest",
                "1.26* => 1.26.1-alpine 1.26.1",
                "21.?.5*-jre => 21.0.5_11-jre",
                "^1.10 => 1.27.0 1.26.1 1.10.0",
                "~1.26.0 => 1.26.1",
                ">=1.9 <1.27 => 1.26.1 1.10.0 1.9.1 1.9",
                "1.9.x || ^2 => v2.0.1 2.1.0 1.9.1 1.9",
                "1.x; newest 2 => 1.27.0 1.26.1",
                "^1.10; suffix -alpine => 1.26.1-alpine 1.10.0-alpine",
                "^21; suffix -jre; newest 1 => 21.0.5_11-jre",
                "newest 2; 1.* => 1.27.0 1.26.1-alpine",
            })
    void choosesTheNewestFirst(String expression, String expected) {
        assertEquals(
                List.of(expected.split(" ")), TagSelection.parse(expression).select(TAGS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "newest 0", "^1; ~2", "a b", "<<1", "-x", "1.*; suffix -a", "^"})
    void whatIsNoneOfTheseIsRefused(String expression) {
        var refused = assertThrows(InvalidInputException.class, () -> TagSelection.parse(expression));
        assertTrue(refused.getMessage().contains("'" + expression + "'"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.26* => 1.26.1 yes",
                "1.26* => 1.27.0 no",
                "*-alpine => 1.26.1-alpine yes",
                "*-alpine => 1.26.1-alpine3 no",
                "1.?6.* => 1.26.1 yes",
                "1.?6.* => 1.6.1 no",
                "*a*b*c => xaybzc yes",
                "*a*b*c => xaybz no",
                "a*a => a no",
                "*-*-jre => 21-x-jre yes",
                "?* => 1 yes",
                "** => 1 yes"
            })
    void starsAreAnyTextAndQuestionMarksAnyCharacter(String line) {
        String[] parts = line.split(" => | ");
        boolean chosen = !TagSelection.parse(parts[0]).select(List.of(parts[1])).isEmpty();
        assertEquals(parts[2].equals("yes"), chosen, line);
    }

    @Test
    void manyStarsTakeNoLonger() {
        String tag = "a".repeat(120);
        assertEquals(List.of(), TagSelection.parse("*a".repeat(60) + "b").select(List.of(tag)));
    }
}

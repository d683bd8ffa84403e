package io.github.multiarchmaven.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeTest {

    /** Challenges separated by {@code ;}, parameters in the order of their names. */
    private static String shown(List<Challenge> challenges) {
        return challenges.stream()
                .map(c -> c.scheme()
                        + c.parameters().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(e -> " " + e.getKey() + "=" + e.getValue())
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            Basic realm="hub" | basic realm=hub
            BASIC Realm=hub | basic realm=hub
            Basic | basic
            Bearer realm="https://a.io/token",service="hub",scope="repository:a/b:pull,push" | bearer realm=https://a.io/token scope=repository:a/b:pull,push service=hub
            Bearer realm = "https://a.io/token" , service = hub | bearer realm=https://a.io/token service=hub
            Bearer realm="a \\"quoted\\" word" | bearer realm=a "quoted" word
            Bearer realm="a, Basic realm=b" | bearer realm=a, Basic realm=b
            Bearer realm="",service="" | bearer realm= service=
            Bearer realm="a", Basic realm="b" | bearer realm=a; basic realm=b
            Basic realm="b",Bearer realm="a",service="s" | basic realm=b; bearer realm=a service=s
            Negotiate, Basic realm="b" | negotiate; basic realm=b
            Negotiate YII==, Basic realm="b" | negotiate; basic realm=b
            , Basic realm="b", | basic realm=b
            Bearer realm="a",realm="b" | bearer realm=a
            Bearer realm="unfinished | bearer
            Bearer realm="a",= | bearer realm=a
            Bearer realm=https://a.io/token,error="invalid_token" | bearer error=invalid_token realm=https://a.io/token
            `` | ``
            "quoted" | ``
            """)
    void challengesAreReadAsTheSpecificationWritesThem(String header, String challenges) {
        assertEquals(challenges, shown(Challenge.parse(List.of(header))));
    }

    @Test
    void everyFieldOfTheHeaderCounts() {
        assertEquals(
                "basic realm=b; bearer realm=a",
                shown(Challenge.parse(List.of("Basic realm=\"b\"", "Bearer realm=\"a\""))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            Basic realm="b", Bearer realm="a" | bearer
            Bearer realm="a", Basic realm="b" | bearer
            Bearer service="s", Basic realm="b" | basic
            Digest realm="d", Basic realm="b" | basic
            Negotiate | none
            Bearer service="s" | none
            `` | none
            """)
    void bearerIsPreferredToBasicAndNothingElseIsAnswered(String header, String scheme) {
        assertEquals(
                scheme,
                Challenge.preferred(Challenge.parse(List.of(header)))
                        .map(Challenge::scheme)
                        .orElse("none"));
    }

    @Test
    void noHeaderIsNoChallenge() {
        assertEquals(Optional.empty(), Challenge.preferred(Challenge.parse(List.of())));
    }
}

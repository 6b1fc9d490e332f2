package dev.opspipeline.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @Test
    void breaksAtSpacesAndIndentsWhatFollows() {
        assertThat(Texts.wrap("one two three four", 9, 2)).containsExactly("one two", "  three", "  four");
    }

    @Test
    void keepsALineThatJustFitsAndBreaksOneThatDoesNot() {
        assertThat(Texts.wrap("12345 7890", 10, 2)).containsExactly("12345 7890");
        assertThat(Texts.wrap("12345 78901", 10, 2)).containsExactly("12345", "  78901");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20, 80})
    void noLineIsWiderThanAskedAndNoneOfTheTextIsLost(int width) {
        String text = "a-word-longer-than-any-width and  some shorter ones, x".repeat(3);

        List<String> lines = Texts.wrap(text, width, 4);

        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    }
}

package dev.berth.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One line a record, with the stack trace after it where there is one. */
final class LogLine extends Formatter {
    @Override
    public String format(LogRecord entry) {
        StringWriter text = new StringWriter();
        text.append(entry.getInstant().truncatedTo(ChronoUnit.MILLIS).toString())
                .append(' ')
                .append(entry.getLevel().getName())
                .append(' ')
                .append(shortName(entry.getLoggerName()))
                .append(' ')
                .append(formatMessage(entry).replaceAll("\\p{Cntrl}", " "))
                .append('\n');
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        return text.toString();
    }

    private static String shortName(@org.jspecify.annotations.Nullable String logger) {
        return logger == null ? "-" : logger.substring(logger.lastIndexOf('.') + 1);
    }
}

/**
 * HTTP/1.1 over a link's byte stream: one request a stream, replies bounded. Docker's API and Jupyter's are spoken with
 * it. Knows nothing of either.
 */
@NullMarked
package dev.berth.http;

import org.jspecify.annotations.NullMarked;

// Package retrieval finds the passages of documents that bear on a question.
//
// It owns the path of a document (files → text → passages → index) and the
// search over it. It knows nothing of answers, models or Slack. The parts with a
// choice in them (reading, cutting, embedding, storing) are seams, filled by the
// packages below this one and wired by the command.
package retrieval

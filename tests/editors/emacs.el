;;; Opens the lesson, waits for a diagnostic, asks for completions, a hover and fixes, applies the fix, and waits until the diagnostic
;;; is gone. What it saw goes to $TT_RESULT as JSON.  -*- lexical-binding: t -*-
(require 'flymake)
(require 'json)

(defvar seen nil)

(defun see (key value) (push (cons key value) seen))

(defun wait-for (what condition)
  (let ((until (+ (float-time) 20)))
    (while (not (funcall condition))
      (when (> (float-time) until) (error "waited in vain for %s" what))
      (accept-process-output nil 0.05))))

(defun run ()
  (find-file (getenv "TT_LESSON"))
  ;; eglot-ensure waits for a command loop, which --batch doesn't have.
  (call-interactively #'eglot)
  (flymake-mode 1)
  (flymake-start)
  (wait-for "a diagnostic" (lambda () (flymake-diagnostics)))
  (let ((diagnostic (car (flymake-diagnostics))))
    (see 'message (flymake-diagnostic-text diagnostic))
    (see 'line (line-number-at-pos (flymake-diagnostic-beg diagnostic)))
    (see 'marked (buffer-substring-no-properties (flymake-diagnostic-beg diagnostic) (flymake-diagnostic-end diagnostic)))
    (goto-char (flymake-diagnostic-beg diagnostic)))
  (search-forward "own.me")
  (let ((completion (eglot-completion-at-point)))
    (see 'completions (vconcat (mapcar (lambda (word) (substring-no-properties (string-trim word)))
                                       (all-completions "" (nth 2 completion))))))
  (let* ((server (eglot-current-server))
         (actions (jsonrpc-request server :textDocument/codeAction
                                   (list :textDocument (eglot--TextDocumentIdentifier)
                                         :range (list :start (eglot--pos-to-lsp-position) :end (eglot--pos-to-lsp-position))
                                         :context (list :diagnostics []))))
         (action (aref actions 0)))
    (see 'action (plist-get action :title))
    (eglot--apply-workspace-edit (plist-get action :edit))
    (eglot--signal-textDocument/didChange)
    (wait-for "the diagnostic to go" (lambda () (flymake-start) (null (flymake-diagnostics))))
    (see 'text (buffer-substring-no-properties (point-min) (point-max)))
    (goto-char (point-min))
    (search-forward "own.me")
    (see 'hover (plist-get (plist-get (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams)) :contents) :value))
    (see 'outline (vconcat (mapcar (lambda (symbol) (plist-get symbol :name))
                                   (jsonrpc-request server :textDocument/documentSymbol
                                                    (list :textDocument (eglot--TextDocumentIdentifier))))))))

(condition-case failure
    (run)
  (error (see 'failure (error-message-string failure))))
(with-temp-file (getenv "TT_RESULT") (insert (json-encode seen)))
(ignore-errors (when (eglot-current-server) (eglot-shutdown (eglot-current-server))))
(set-buffer-modified-p nil)
(kill-emacs 0)

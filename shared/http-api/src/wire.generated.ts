// Derived from the operations by src/bin/generate.ts.
import type { Wire } from './client.ts';

export const customerWire: Wire = {
  "signIn": [
    "POST",
    "/api/customer/sessions",
    0
  ],
  "requestSignInCode": [
    "POST",
    "/api/customer/sign-in-codes",
    0
  ],
  "readSession": [
    "GET",
    "/api/customer/session",
    0
  ],
  "signOut": [
    "DELETE",
    "/api/customer/session",
    0
  ],
  "listSessions": [
    "GET",
    "/api/customer/sessions",
    0
  ],
  "endSession": [
    "DELETE",
    "/api/customer/sessions/{sessionId}",
    1
  ],
  "endOtherSessions": [
    "POST",
    "/api/customer/sessions/ends",
    1
  ],
  "requestRegistrationCode": [
    "POST",
    "/api/customer/registration-codes",
    0
  ],
  "register": [
    "POST",
    "/api/customer/registrations",
    0
  ],
  "readSecurity": [
    "GET",
    "/api/customer/security",
    0
  ],
  "requestCode": [
    "POST",
    "/api/customer/codes",
    1
  ],
  "changeLoginPassword": [
    "PUT",
    "/api/customer/login-password",
    1
  ],
  "requestLoginReset": [
    "POST",
    "/api/customer/login-reset-codes",
    0
  ],
  "resetLoginPassword": [
    "POST",
    "/api/customer/login-resets",
    0
  ],
  "changeTransactionPassword": [
    "PUT",
    "/api/customer/transaction-password",
    1
  ],
  "resetTransactionPassword": [
    "POST",
    "/api/customer/transaction-password-resets",
    1
  ],
  "requestMobileChange": [
    "POST",
    "/api/customer/mobile-change-codes",
    1
  ],
  "changeMobile": [
    "PUT",
    "/api/customer/mobile",
    1
  ],
  "readProduct": [
    "GET",
    "/api/customer/products/{productCode}",
    0
  ],
  "quote": [
    "GET",
    "/api/customer/products/{productCode}/quote",
    0
  ],
  "readPasswordEnvelope": [
    "GET",
    "/api/customer/password-envelope",
    0
  ],
  "startApplication": [
    "POST",
    "/api/customer/applications",
    1
  ],
  "currentApplication": [
    "GET",
    "/api/customer/applications/current",
    0
  ],
  "readApplication": [
    "GET",
    "/api/customer/applications/{applicationId}",
    0
  ],
  "readAgreement": [
    "GET",
    "/api/customer/agreements/{kind}",
    0
  ],
  "agree": [
    "POST",
    "/api/customer/applications/{applicationId}/agreements/{kind}",
    1
  ],
  "checkSystem": [
    "POST",
    "/api/customer/applications/{applicationId}/system-checks",
    1
  ],
  "checkFace": [
    "POST",
    "/api/customer/applications/{applicationId}/face-checks",
    1
  ],
  "identify": [
    "POST",
    "/api/customer/applications/{applicationId}/identity",
    1
  ],
  "saveAboutYou": [
    "PUT",
    "/api/customer/applications/{applicationId}/about-you",
    1
  ],
  "saveMoney": [
    "PUT",
    "/api/customer/applications/{applicationId}/money",
    1
  ],
  "requestSubmissionCode": [
    "POST",
    "/api/customer/applications/{applicationId}/submission-codes",
    1
  ],
  "submitApplication": [
    "POST",
    "/api/customer/applications/{applicationId}/submission",
    1
  ],
  "chooseAmount": [
    "POST",
    "/api/customer/applications/{applicationId}/amount",
    1
  ],
  "readUseOfFunds": [
    "GET",
    "/api/customer/applications/{applicationId}/use-of-funds",
    0
  ],
  "declareUseOfFunds": [
    "POST",
    "/api/customer/applications/{applicationId}/use-of-funds",
    1
  ],
  "withdrawApplication": [
    "POST",
    "/api/customer/applications/{applicationId}/withdrawal",
    1
  ],
  "readContract": [
    "GET",
    "/api/customer/contracts/{contractId}",
    0
  ],
  "confirmCostStatement": [
    "POST",
    "/api/customer/contracts/{contractId}/cost-statement-confirmation",
    1
  ],
  "agreeContract": [
    "POST",
    "/api/customer/contracts/{contractId}/agreement",
    1
  ],
  "readContractFile": [
    "GET",
    "/api/customer/contracts/{contractId}/file",
    0
  ],
  "confirmDisbursement": [
    "POST",
    "/api/customer/contracts/{contractId}/disbursement",
    1
  ],
  "readDisbursement": [
    "GET",
    "/api/customer/disbursements/{disbursementId}",
    0
  ],
  "listLoans": [
    "GET",
    "/api/customer/loans",
    0
  ],
  "readLoan": [
    "GET",
    "/api/customer/loans/{loanId}",
    0
  ],
  "explainLoan": [
    "GET",
    "/api/customer/loans/{loanId}/workings",
    0
  ],
  "listInstalments": [
    "GET",
    "/api/customer/loans/{loanId}/instalments",
    0
  ],
  "explainInstalment": [
    "GET",
    "/api/customer/loans/{loanId}/instalments/{no}/workings",
    0
  ],
  "listTransactions": [
    "GET",
    "/api/customer/loans/{loanId}/transactions",
    0
  ],
  "explainTransaction": [
    "GET",
    "/api/customer/loans/{loanId}/transactions/{transactionId}/workings",
    0
  ],
  "listRepayments": [
    "GET",
    "/api/customer/loans/{loanId}/repayments",
    0
  ],
  "downloadTransactions": [
    "GET",
    "/api/customer/loans/{loanId}/transactions/file",
    0
  ],
  "downloadInstalments": [
    "GET",
    "/api/customer/loans/{loanId}/instalments/file",
    0
  ],
  "downloadLoanNote": [
    "GET",
    "/api/customer/loans/{loanId}/note",
    0
  ],
  "listOpenNotes": [
    "GET",
    "/api/customer/open-notes",
    0
  ],
  "readRepayment": [
    "GET",
    "/api/customer/loans/{loanId}/repayment",
    0
  ],
  "startRepayment": [
    "POST",
    "/api/customer/loans/{loanId}/repayments",
    1
  ],
  "readRepaymentAttempt": [
    "GET",
    "/api/customer/repayments/{repaymentId}",
    0
  ],
  "quoteEarlyRepayment": [
    "POST",
    "/api/customer/loans/{loanId}/early-quotes",
    1
  ],
  "startEarlyRepayment": [
    "POST",
    "/api/customer/early-quotes/{quoteId}/repayment",
    1
  ],
  "requestEarlyRepayment": [
    "POST",
    "/api/customer/early-quotes/{quoteId}/request",
    1
  ],
  "listEarlyRequests": [
    "GET",
    "/api/customer/loans/{loanId}/early-requests",
    0
  ],
  "cancelEarlyRequest": [
    "DELETE",
    "/api/customer/early-requests/{requestId}",
    1
  ],
  "startFaceAttempt": [
    "POST",
    "/api/customer/face-attempts",
    1
  ],
  "submitFaceFrames": [
    "POST",
    "/api/customer/face-attempts/{attemptId}/frames",
    1
  ],
  "listConsents": [
    "GET",
    "/api/customer/consents",
    0
  ],
  "readConsentText": [
    "GET",
    "/api/customer/consents/{consentId}/text",
    0
  ],
  "revokeConsent": [
    "POST",
    "/api/customer/consents/{consentId}/revocation",
    1
  ],
  "exportMyData": [
    "POST",
    "/api/customer/data-exports",
    0
  ],
  "readDeletion": [
    "GET",
    "/api/customer/deletion",
    0
  ],
  "requestDeletion": [
    "POST",
    "/api/customer/deletion",
    1
  ],
  "readAccount": [
    "GET",
    "/api/customer/account",
    0
  ],
  "lookUpCard": [
    "GET",
    "/api/customer/cards/{bin}",
    0
  ],
  "openAccount": [
    "POST",
    "/api/customer/account",
    1
  ],
  "activateAccount": [
    "POST",
    "/api/customer/account/activation",
    1
  ],
  "readGates": [
    "GET",
    "/api/customer/gates",
    0
  ],
  "uploadIdDocument": [
    "PUT",
    "/api/customer/id-documents/{side}",
    1
  ],
  "readIdDocument": [
    "GET",
    "/api/customer/id-documents",
    0
  ],
  "confirmIdDocument": [
    "POST",
    "/api/customer/id-documents/confirmation",
    1
  ],
  "readTransferTerms": [
    "GET",
    "/api/customer/transfers/terms",
    0
  ],
  "requestTransferCode": [
    "POST",
    "/api/customer/transfers/codes",
    1
  ],
  "startTransfer": [
    "POST",
    "/api/customer/transfers",
    1
  ],
  "readTransfer": [
    "GET",
    "/api/customer/transfers/{transferId}",
    0
  ],
  "listTransfers": [
    "GET",
    "/api/customer/transfers",
    0
  ],
  "listMovements": [
    "GET",
    "/api/customer/account/movements",
    0
  ],
  "requestAccountCode": [
    "POST",
    "/api/customer/account/codes",
    1
  ],
  "reportLoss": [
    "POST",
    "/api/customer/account/loss-reports",
    1
  ],
  "releaseLoss": [
    "POST",
    "/api/customer/account/loss-releases",
    1
  ],
  "requestFreeze": [
    "POST",
    "/api/customer/account/freezes",
    1
  ],
  "requestUnfreeze": [
    "POST",
    "/api/customer/account/unfreezes",
    1
  ],
  "readAccountChange": [
    "GET",
    "/api/customer/account/changes/{changeId}",
    0
  ],
  "readBoundCard": [
    "GET",
    "/api/customer/account/card",
    0
  ],
  "rebindCard": [
    "POST",
    "/api/customer/account/card",
    1
  ],
  "unbindCard": [
    "POST",
    "/api/customer/account/card-unbindings",
    1
  ],
  "listPapers": [
    "GET",
    "/api/customer/applications/{applicationId}/papers",
    0
  ],
  "uploadPaper": [
    "POST",
    "/api/customer/applications/{applicationId}/papers",
    1
  ],
  "removePaper": [
    "DELETE",
    "/api/customer/applications/{applicationId}/papers/{paperId}",
    1
  ],
  "listMessages": [
    "GET",
    "/api/customer/messages",
    0
  ],
  "markMessagesRead": [
    "POST",
    "/api/customer/messages/reads",
    1
  ],
  "listContractCopies": [
    "GET",
    "/api/customer/contracts/{contractId}/copies",
    0
  ],
  "requestContractCopy": [
    "POST",
    "/api/customer/contracts/{contractId}/copies",
    1
  ],
  "readUnzipCode": [
    "POST",
    "/api/customer/contract-copies/{copyId}/unzip-code",
    0
  ],
  "verifyContractFile": [
    "POST",
    "/api/public/contract-verification",
    0
  ],
  "estimateLimit": [
    "POST",
    "/api/customer/products/{productCode}/limit-estimate",
    0
  ],
  "listDeposits": [
    "GET",
    "/api/customer/loans/{loanId}/deposits",
    0
  ],
  "startDepositRepayment": [
    "POST",
    "/api/customer/loans/{loanId}/deposit-repayments",
    1
  ],
  "readDepositRepayment": [
    "GET",
    "/api/customer/deposit-repayments/{repaymentId}",
    0
  ]
};

export const consoleWire: Wire = {
  "signInStaff": [
    "POST",
    "/api/console/sessions",
    0
  ],
  "readStaffSession": [
    "GET",
    "/api/console/session",
    0
  ],
  "signOutStaff": [
    "DELETE",
    "/api/console/session",
    0
  ],
  "listWork": [
    "GET",
    "/api/console/work",
    0
  ],
  "readReview": [
    "GET",
    "/api/console/reviews/{applicationId}",
    0
  ],
  "revealApplicant": [
    "GET",
    "/api/console/reviews/{applicationId}/applicant",
    0
  ],
  "claimReview": [
    "POST",
    "/api/console/reviews/{applicationId}/claim",
    1
  ],
  "releaseReview": [
    "DELETE",
    "/api/console/reviews/{applicationId}/claim",
    1
  ],
  "approveApplication": [
    "POST",
    "/api/console/reviews/{applicationId}/approval",
    1
  ],
  "declineApplication": [
    "POST",
    "/api/console/reviews/{applicationId}/refusal",
    1
  ],
  "askForPapers": [
    "POST",
    "/api/console/reviews/{applicationId}/paper-requests",
    1
  ],
  "readPaper": [
    "GET",
    "/api/console/papers/{paperId}",
    0
  ],
  "uploadReviewPaper": [
    "POST",
    "/api/console/reviews/{applicationId}/papers",
    1
  ],
  "recordOfflineContract": [
    "POST",
    "/api/console/reviews/{applicationId}/contract",
    1
  ],
  "releasePayout": [
    "POST",
    "/api/console/reviews/{applicationId}/payout",
    1
  ],
  "listEarlyRepayments": [
    "GET",
    "/api/console/early-requests",
    0
  ],
  "readEarlyRepayment": [
    "GET",
    "/api/console/early-requests/{requestId}",
    0
  ],
  "approveEarlyRepayment": [
    "POST",
    "/api/console/early-requests/{requestId}/approval",
    1
  ],
  "declineEarlyRepayment": [
    "POST",
    "/api/console/early-requests/{requestId}/decline",
    1
  ],
  "listModels": [
    "GET",
    "/api/console/models",
    0
  ],
  "readModel": [
    "GET",
    "/api/console/models/{modelId}",
    0
  ],
  "draftModel": [
    "POST",
    "/api/console/models",
    1
  ],
  "compareModels": [
    "GET",
    "/api/console/models/{modelId}/comparison",
    0
  ],
  "startBackTest": [
    "POST",
    "/api/console/models/{modelId}/back-tests",
    1
  ],
  "readBackTest": [
    "GET",
    "/api/console/back-tests/{backTestId}",
    0
  ],
  "cancelBackTest": [
    "POST",
    "/api/console/back-tests/{backTestId}/cancellation",
    1
  ],
  "submitModel": [
    "POST",
    "/api/console/models/{modelId}/submission",
    1
  ],
  "publishModel": [
    "POST",
    "/api/console/models/{modelId}/publication",
    1
  ],
  "returnModel": [
    "POST",
    "/api/console/models/{modelId}/return",
    1
  ],
  "rerunDecision": [
    "GET",
    "/api/console/decisions/{applicationId}/rerun",
    0
  ],
  "listEmployers": [
    "GET",
    "/api/console/employers",
    0
  ],
  "listRosters": [
    "GET",
    "/api/console/rosters",
    0
  ],
  "rosterTemplate": [
    "GET",
    "/api/console/roster-template",
    0
  ],
  "readRoster": [
    "GET",
    "/api/console/rosters/{rosterId}",
    0
  ],
  "exportRoster": [
    "GET",
    "/api/console/rosters/{rosterId}/file",
    0
  ],
  "importRoster": [
    "POST",
    "/api/console/rosters",
    1
  ],
  "submitRoster": [
    "POST",
    "/api/console/rosters/{rosterId}/submission",
    1
  ],
  "publishRoster": [
    "POST",
    "/api/console/rosters/{rosterId}/publication",
    1
  ],
  "returnRoster": [
    "POST",
    "/api/console/rosters/{rosterId}/return",
    1
  ],
  "listTexts": [
    "GET",
    "/api/console/texts",
    0
  ],
  "readTextVersions": [
    "GET",
    "/api/console/texts/{kind}",
    0
  ],
  "draftText": [
    "PUT",
    "/api/console/texts/{kind}/draft",
    1
  ],
  "submitText": [
    "POST",
    "/api/console/texts/{kind}/draft/submission",
    1
  ],
  "previewTextFile": [
    "POST",
    "/api/console/texts/{kind}/file-preview",
    0
  ],
  "withdrawText": [
    "POST",
    "/api/console/texts/{kind}/draft/withdrawal",
    1
  ],
  "publishText": [
    "POST",
    "/api/console/texts/{kind}/draft/publication",
    1
  ],
  "callOffText": [
    "POST",
    "/api/console/texts/{kind}/versions/{version}/withdrawal",
    1
  ],
  "returnText": [
    "POST",
    "/api/console/texts/{kind}/draft/return",
    1
  ],
  "listContracts": [
    "GET",
    "/api/console/contracts",
    0
  ],
  "readContractRecord": [
    "GET",
    "/api/console/contracts/{contractId}",
    0
  ],
  "readContractPdf": [
    "GET",
    "/api/console/contracts/{contractId}/file",
    0
  ],
  "exportEvidence": [
    "GET",
    "/api/console/contracts/{contractId}/evidence",
    0
  ],
  "verifyFile": [
    "POST",
    "/api/console/contract-verification",
    0
  ],
  "listLoans": [
    "GET",
    "/api/console/loans",
    0
  ],
  "readLoanRecord": [
    "GET",
    "/api/console/loans/{loanId}",
    0
  ],
  "readLoanEntries": [
    "GET",
    "/api/console/loans/{loanId}/entries",
    0
  ],
  "revealLoanCustomer": [
    "GET",
    "/api/console/loans/{loanId}/customer",
    0
  ],
  "previewCorrection": [
    "POST",
    "/api/console/loans/{loanId}/correction-preview",
    0
  ],
  "draftCorrection": [
    "POST",
    "/api/console/loans/{loanId}/corrections",
    1
  ],
  "listCorrections": [
    "GET",
    "/api/console/corrections",
    0
  ],
  "correctionsOfLoan": [
    "GET",
    "/api/console/loans/{loanId}/corrections",
    0
  ],
  "readCorrection": [
    "GET",
    "/api/console/corrections/{correctionId}",
    0
  ],
  "submitCorrection": [
    "POST",
    "/api/console/corrections/{correctionId}/submission",
    1
  ],
  "withdrawCorrection": [
    "POST",
    "/api/console/corrections/{correctionId}/withdrawal",
    1
  ],
  "approveCorrection": [
    "POST",
    "/api/console/corrections/{correctionId}/approval",
    1
  ],
  "returnCorrection": [
    "POST",
    "/api/console/corrections/{correctionId}/return",
    1
  ],
  "listDiscountRules": [
    "GET",
    "/api/console/discounts",
    0
  ],
  "readDiscountRule": [
    "GET",
    "/api/console/discounts/{ruleId}",
    0
  ],
  "previewDiscountRule": [
    "POST",
    "/api/console/discount-preview",
    0
  ],
  "draftDiscountRule": [
    "POST",
    "/api/console/discounts",
    1
  ],
  "submitDiscountRule": [
    "POST",
    "/api/console/discounts/{ruleId}/submission",
    1
  ],
  "withdrawDiscountRule": [
    "POST",
    "/api/console/discounts/{ruleId}/withdrawal",
    1
  ],
  "publishDiscountRule": [
    "POST",
    "/api/console/discounts/{ruleId}/publication",
    1
  ],
  "returnDiscountRule": [
    "POST",
    "/api/console/discounts/{ruleId}/return",
    1
  ],
  "endDiscountRule": [
    "POST",
    "/api/console/discounts/{ruleId}/end",
    1
  ],
  "agreeToDiscountEnd": [
    "POST",
    "/api/console/discounts/{ruleId}/end-approval",
    1
  ],
  "readDayEnd": [
    "GET",
    "/api/console/day-end",
    0
  ],
  "listDayEnds": [
    "GET",
    "/api/console/day-ends",
    0
  ],
  "readAgeing": [
    "GET",
    "/api/console/ageing",
    0
  ],
  "retryDayEnd": [
    "POST",
    "/api/console/day-end/retry",
    1
  ],
  "letDaysPass": [
    "POST",
    "/api/console/day-end/travel",
    1
  ]
};
